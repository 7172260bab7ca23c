import { validateHeaderName, validateHeaderValue } from "node:http";
import { webhookKey } from "@tutti/core";
import { z } from "zod";
import type { ConsoleOptions } from "./channels/console";
import { parseAddress } from "./email/address";
import type { NotificationChannel } from "./types";

/** Options of the `webhook` channel. */
export interface WebhookOptions {
  /** Where to post. Redirects are not followed. */
  readonly url: string;
  /** Signs the body: `whsec_` and 24 to 64 bytes in base64. Several sign it with each, to change keys. */
  readonly secret?: string | readonly string[] | undefined;
  /** Further headers, such as `authorization`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** For the whole exchange, in ms. Default: 15,000. */
  readonly timeout_ms?: number | undefined;
}

/** Options of the `slack` channel. */
export interface SlackOptions {
  /** The incoming webhook's URL. It is a secret. */
  readonly webhook_url: string;
  /** For the whole exchange, in ms. Default: 10,000. */
  readonly timeout_ms?: number | undefined;
}

/** Options of the `email` channel. */
export interface EmailOptions {
  /** The server: `smtps://user:password@host:465`, with nodemailer's query (`?tls.rejectUnauthorized=false`). */
  readonly smtp_url: string;
  /** The sender: `tutti@example.org` or `Tutti <tutti@example.org>`. */
  readonly from: string;
  /** The subject of mails whose workflow gives none. Default: `Notification`. */
  readonly subject?: string | undefined;
  /** For the whole mail, in ms, connecting included. Default: 30,000. */
  readonly timeout_ms?: number | undefined;
}

/** What {@link notification} takes. Without options there are the channels `log` and `console`. */
export interface NotificationOptions {
  readonly console?: ConsoleOptions | undefined;
  readonly webhook?: WebhookOptions | undefined;
  readonly slack?: SlackOptions | undefined;
  readonly email?: EmailOptions | undefined;
  /** Channels of your own; one with a built-in's name replaces it. */
  readonly channels?: readonly NotificationChannel[] | undefined;
}

// The longest delay a timer of Node can wait.
const timeout = z.int().min(1).max(2_147_483_647);
const httpUrl = z.url({ protocol: /^https?$/, error: "Expected an http or https URL" });
const secret = z.string().refine((text) => webhookKey(text) !== undefined, {
  error: "Expected whsec_ and 24 to 64 bytes in base64; make one with: openssl rand -base64 32",
});

const webhook = z.strictObject({
  url: httpUrl,
  secret: z
    .union([secret, z.array(secret).min(1).readonly()])
    .default([])
    .transform((secrets) => [secrets].flat()),
  headers: z
    .record(z.string(), z.string())
    .refine(areHeaders, { error: "Expected names and values that HTTP allows" })
    .default({}),
  timeout_ms: timeout.default(15_000),
});

const slack = z.strictObject({ webhook_url: httpUrl, timeout_ms: timeout.default(10_000) });

const email = z.strictObject({
  smtp_url: z.string().superRefine((url, issues) => {
    const message = smtpUrlProblem(url);
    if (message !== undefined) issues.addIssue({ code: "custom", message });
  }),
  from: z.string().transform((text, issues) => {
    const address = parseAddress(text);
    if (address !== undefined) return address;
    issues.addIssue({ code: "custom", message: "Expected an address, as in Tutti <tutti@example.org>" });
    return z.NEVER;
  }),
  subject: z.string().default("Notification"),
  timeout_ms: timeout.default(30_000),
});

/** Checks the options and fills in the defaults. Messages repeat no value, as some are secrets. */
export const optionsSchema = z.strictObject({
  console: z
    .strictObject({ stream: z.custom<ConsoleOptions["stream"]>(isStream, "Expected a stream").optional() })
    .optional(),
  webhook: webhook.optional(),
  slack: slack.optional(),
  email: email.optional(),
  channels: z
    .array(
      z.custom<NotificationChannel>(
        isChannel,
        "Expected { name, description, deliver() }, the name as in my-channel",
      ),
    )
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
      error: "Two channels have one name",
    })
    .readonly()
    .default([]),
});

/** The checked options, with their defaults. */
export type NotificationSettings = z.output<typeof optionsSchema>;
/** The checked options of the `webhook` channel. */
export type WebhookSettings = z.output<typeof webhook>;
/** The checked options of the `slack` channel. */
export type SlackSettings = z.output<typeof slack>;
/** The checked options of the `email` channel. */
export type EmailSettings = z.output<typeof email>;

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

function areHeaders(headers: Readonly<Record<string, string>>): boolean {
  try {
    for (const [name, value] of Object.entries(headers)) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    }
    return true;
  } catch {
    return false;
  }
}

function isStream(value: unknown): boolean {
  return typeof (value as ConsoleOptions["stream"] | null)?.write === "function";
}

function isChannel(value: unknown): boolean {
  const { name, deliver } = (value ?? {}) as Partial<NotificationChannel>;
  return typeof name === "string" && /^[a-z][a-z0-9_-]*$/.test(name) && typeof deliver === "function";
}
