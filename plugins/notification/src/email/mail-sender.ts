import { unescape } from "node:querystring";
import type { ActionError, ActionSecrets } from "@tutti/core";
import { createTransport, type SendMailOptions, type Transporter } from "nodemailer";
import { channelError } from "../errors";
import type { ChannelContext } from "../types";
import type { EmailSettings } from "./email-options";
import { smtpError } from "./smtp-error";
import type { SmtpSettings } from "./smtp-options";

/** Hands mails to one SMTP server. */
export interface MailSender {
  /**
   * Sends a mail; closes its connection when the attempt is aborted or out of time.
   *
   * Throws the channel's errors as {@link smtpError} makes them, and `CHANNEL_REJECTED` when the server
   * took only some recipients.
   */
  send(mail: SendMailOptions, context: ChannelContext): Promise<void>;
  /** Closes the connections that are kept open. The sender can be used again, and opens new ones. */
  close(): void;
}

/** How to reach the server. */
interface Server {
  /** As it is named in messages. */
  readonly host: string;
  readonly transport: Readonly<Record<string, unknown>>;
  /** What the password is in the options, as it may come back in a reply. */
  readonly secrets: readonly string[];
}

/**
 * Makes the sender of the options: over a connection per mail, or over those of a pool.
 *
 * @example
 * await mailSender(settings).send({ from, to, subject: "Hi", text: "Hi" }, context);
 */
export function mailSender(settings: EmailSettings): MailSender {
  const server = serverOf(settings);
  const transports = new Transports(server, settings);
  const { timeout_ms: timeoutMs } = settings;
  return {
    async send(mail, context) {
      const password = await passwordOf(settings, context.secrets);
      const timeout = AbortSignal.timeout(timeoutMs);
      const signal = AbortSignal.any([context.signal, timeout]);
      const sent = await transports
        .with(password)
        .sendMail({ ...mail, signal })
        .catch((error: unknown) => {
          context.signal.throwIfAborted();
          if (timeout.aborted) {
            throw channelError("CHANNEL_TIMEOUT", `No answer from ${server.host} within ${timeoutMs} ms`);
          }
          throw smtpError(error, server.host, hider([...server.secrets, password ?? ""]));
        });
      const { accepted = [], rejected = [] } = sent;
      if (rejected.length > 0) throw refusedSome(rejected, accepted.length);
    },
    close: () => transports.close(),
  };
}

/** The transport of the current password; a new one, when the secret has changed. */
class Transports {
  private current: { readonly password: string | undefined; readonly transport: Transporter } | undefined;

  constructor(
    private readonly server: Server,
    private readonly settings: EmailSettings,
  ) {}

  with(password: string | undefined): Transporter {
    if (this.current?.password === password && this.current !== undefined) return this.current.transport;
    this.close();
    this.current = { password, transport: this.open(password) };
    return this.current.transport;
  }

  close(): void {
    this.current?.transport.close();
    this.current = undefined;
  }

  private open(pass: string | undefined): Transporter {
    const { pool, smtp } = this.settings;
    return createTransport({
      ...this.server.transport,
      // Without forceAuth a server that offers no log-in would get the mail all the same.
      ...(pass !== undefined && { auth: { user: smtp?.user, pass }, forceAuth: true }),
      ...(pool !== undefined && {
        pool: true,
        maxConnections: pool.max_connections,
        maxMessages: pool.max_messages,
      }),
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }
}

async function passwordOf({ smtp }: EmailSettings, secrets: ActionSecrets): Promise<string | undefined> {
  return smtp?.password_secret === undefined ? undefined : secrets.get(smtp.password_secret);
}

function serverOf({ smtp, smtp_url: url = "" }: EmailSettings): Server {
  if (smtp !== undefined) return serverOfOptions(smtp);
  const { host, password } = new URL(url);
  return { host, transport: { url }, secrets: [unescape(password), password] };
}

function serverOfOptions({ host, port, tls, ca, server_name: servername }: SmtpSettings): Server {
  const actualPort = port ?? (tls === "implicit" ? 465 : 587);
  return {
    host: `${host.includes(":") ? `[${host}]` : host}:${actualPort}`,
    transport: {
      host,
      port: actualPort,
      secure: tls === "implicit",
      requireTLS: tls === "starttls",
      ignoreTLS: tls === "none",
      tls: { ...(ca !== undefined && { ca }), ...(servername !== undefined && { servername }) },
    },
    secrets: [],
  };
}

function hider(secrets: readonly string[]) {
  const shown = secrets.filter(Boolean);
  return (text: string) => shown.reduce((rest, secret) => rest.replaceAll(secret, "***"), text);
}

function refusedSome(rejected: readonly string[], accepted: number): ActionError {
  const count = `${rejected.length} of ${rejected.length + accepted}`;
  return channelError("CHANNEL_REJECTED", `The server refused ${count} recipients: ${rejected.join(", ")}`);
}
