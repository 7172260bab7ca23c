import { z } from "zod";
import { timeout } from "../option-types";
import { parseAddress } from "./address";
import { type MailTemplate, templateProblem } from "./mail-template";

/** Options of the `email` channel. */
export interface EmailOptions {
  /** The server: `smtps://user:password@host:465`, with nodemailer's query (`?tls.rejectUnauthorized=false`). */
  readonly smtp_url: string;
  /** The sender: `tutti@example.org` or `Tutti <tutti@example.org>`. */
  readonly from: string;
  /** Where answers go when the workflow does not say. Default: to the sender. */
  readonly reply_to?: string | undefined;
  /** The subject of mails whose workflow gives none. Default: `Notification`. */
  readonly subject?: string | undefined;
  /** The templates that workflows can name, each in Mustache. */
  readonly templates?: Readonly<Record<string, MailTemplate>> | undefined;
  /** For the whole mail, in ms, connecting included. Default: 30,000. */
  readonly timeout_ms?: number | undefined;
}

const address = z.string().transform((text, issues) => {
  const found = parseAddress(text);
  if (found !== undefined) return found;
  issues.addIssue({ code: "custom", message: "Expected an address, as in Tutti <tutti@example.org>" });
  return z.NEVER;
});

const templateText = z.string().superRefine((text, issues) => {
  const message = templateProblem(text);
  if (message !== undefined) issues.addIssue({ code: "custom", message });
});

const template = z.strictObject({
  subject: templateText.optional(),
  text: templateText.optional(),
  html: templateText,
});

/** Checks the options and fills in the defaults. Messages repeat no value, as some are secrets. */
export const emailSchema = z.strictObject({
  smtp_url: z.string().superRefine((url, issues) => {
    const message = smtpUrlProblem(url);
    if (message !== undefined) issues.addIssue({ code: "custom", message });
  }),
  from: address,
  reply_to: address.optional(),
  subject: z.string().default("Notification"),
  templates: z.record(z.string().min(1), template).default({}),
  timeout_ms: timeout.default(30_000),
});

/** The checked options of the `email` channel. */
export type EmailSettings = z.output<typeof emailSchema>;

/** Options of nodemailer that would replace the one connection per mail, which can be timed and aborted. */
const OTHER_TRANSPORTS = ["pool", "sendmail", "streamTransport", "jsonTransport", "SES"];

function smtpUrlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^smtps?:$/.test(url.protocol) || url.hostname === "") {
    return "Expected a URL such as smtps://user:password@mail.example.org:465";
  }
  const other = OTHER_TRANSPORTS.find((name) => url.searchParams.has(name));
  return other === undefined
    ? undefined
    : `The query must not have ${other}: each mail has its own connection`;
}
