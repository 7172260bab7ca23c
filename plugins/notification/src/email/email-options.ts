import { z } from "zod";
import { timeout } from "../option-types";
import { parseAddress } from "./address";
import { type MailTemplate, templateProblem } from "./mail-template";
import { type PoolOptions, poolSchema, type SmtpOptions, smtpSchema, smtpUrlProblem } from "./smtp-options";

/** Options of the `email` channel. */
export interface EmailOptions {
  /** The server: `smtps://user:password@host:465`, with nodemailer's query (`?tls.rejectUnauthorized=false`). */
  readonly smtp_url?: string | undefined;
  /** The server in parts, with the password from a secret: this or `smtp_url`. */
  readonly smtp?: SmtpOptions | undefined;
  /** Keeps connections open. Default: one connection per mail. */
  readonly pool?: PoolOptions | undefined;
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
export const emailSchema = z
  .strictObject({
    smtp_url: z
      .string()
      .superRefine((url, issues) => {
        const message = smtpUrlProblem(url);
        if (message !== undefined) issues.addIssue({ code: "custom", message });
      })
      .optional(),
    smtp: smtpSchema.optional(),
    pool: poolSchema.optional(),
    from: address,
    reply_to: address.optional(),
    subject: z.string().default("Notification"),
    templates: z.record(z.string().min(1), template).default({}),
    timeout_ms: timeout.default(30_000),
  })
  .refine(({ smtp, smtp_url }) => (smtp === undefined) !== (smtp_url === undefined), {
    error: "Give smtp_url or smtp, one of the two",
  });

/** The checked options of the `email` channel. */
export type EmailSettings = z.output<typeof emailSchema>;
