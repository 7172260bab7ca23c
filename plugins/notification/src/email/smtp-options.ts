import { z } from "zod";

/** Whether a connection is encrypted: from its start, by STARTTLS, by STARTTLS if the server has it, or not. */
export type SmtpTls = "implicit" | "starttls" | "starttls_if_offered" | "none";

/** An SMTP server, in place of `smtp_url`. */
export interface SmtpOptions {
  readonly host: string;
  /** Default: 465 when `tls` is `implicit`, or else 587. */
  readonly port?: number | undefined;
  /** Default: `starttls`: a server without it gets no mail. */
  readonly tls?: SmtpTls | undefined;
  /** The authorities to trust, in PEM. Default: those of Node. */
  readonly ca?: string | undefined;
  /** The name that the certificate must have. Default: the host. */
  readonly server_name?: string | undefined;
  /** Logs in under this name; with `password_secret`. */
  readonly user?: string | undefined;
  /** The name of the secret that is the password; the secret provider is asked for each mail. */
  readonly password_secret?: string | undefined;
}

/** Keeps connections open for the next mail. */
export interface PoolOptions {
  /** At most so many at once. Default: 5. */
  readonly max_connections?: number | undefined;
  /** Closes a connection after so many mails. Default: 100. */
  readonly max_messages?: number | undefined;
}

/** Checks `smtp` and fills in its defaults. */
export const smtpSchema = z
  .strictObject({
    host: z.string().regex(/^[\w.-]+$|^[\da-f:.]+$/i, { error: "Expected a host name or an address" }),
    port: z.int().min(1).max(65_535).optional(),
    tls: z.enum(["implicit", "starttls", "starttls_if_offered", "none"]).default("starttls"),
    ca: z.string().includes("-----BEGIN CERTIFICATE-----", { error: "Expected PEM" }).optional(),
    server_name: z.string().min(1).optional(),
    user: z.string().min(1).optional(),
    password_secret: z.string().min(1).optional(),
  })
  .refine(({ user, password_secret }) => (user === undefined) === (password_secret === undefined), {
    error: "user and password_secret belong together",
  });

/** Checks `pool` and fills in its defaults. */
export const poolSchema = z.strictObject({
  max_connections: z.int().min(1).default(5),
  max_messages: z.int().min(1).default(100),
});

/** The checked `smtp`. */
export type SmtpSettings = z.output<typeof smtpSchema>;

/** Options of nodemailer that would be another transport, or another pool than the option's. */
const OTHER_TRANSPORTS = ["pool", "sendmail", "streamTransport", "jsonTransport", "SES"];

/**
 * Says what is wrong with an SMTP URL, without repeating it: it may hold a password.
 *
 * @returns undefined when it is fine
 */
export function smtpUrlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^smtps?:$/.test(url.protocol) || url.hostname === "") {
    return "Expected a URL such as smtps://user:password@mail.example.org:465";
  }
  const other = OTHER_TRANSPORTS.find((name) => url.searchParams.has(name));
  if (other === undefined) return undefined;
  return `The query must not have ${other}: mails go by SMTP, and connections are kept by the option pool`;
}
