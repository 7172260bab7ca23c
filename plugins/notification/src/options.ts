import { validateHeaderName, validateHeaderValue } from "node:http";
import { webhookKey } from "@tutti/core";
import { z } from "zod";
import type { ConsoleOptions } from "./channels/console";
import { type EmailOptions, emailSchema } from "./email/email-options";
import { httpUrl, timeout } from "./option-types";
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

/** Options of the `teams` channel. */
export interface TeamsOptions {
  /** The URL of the Workflows webhook. It is a secret. */
  readonly webhook_url: string;
  /** For the whole exchange, in ms. Default: 15,000. */
  readonly timeout_ms?: number | undefined;
}

/** Options of the `discord` channel. */
export interface DiscordOptions {
  /** The webhook's URL; `?thread_id=…` posts to a thread. It is a secret. */
  readonly webhook_url: string;
  /** The name that is shown, at most 80 characters. Default: the webhook's. */
  readonly username?: string | undefined;
  /** For the whole exchange, in ms. Default: 10,000. */
  readonly timeout_ms?: number | undefined;
}

/** What {@link notification} takes. Without options there are the channels `log` and `console`. */
export interface NotificationOptions {
  readonly console?: ConsoleOptions | undefined;
  readonly webhook?: WebhookOptions | undefined;
  readonly slack?: SlackOptions | undefined;
  readonly teams?: TeamsOptions | undefined;
  readonly discord?: DiscordOptions | undefined;
  readonly email?: EmailOptions | undefined;
  /** Channels of your own; one with a built-in's name replaces it. */
  readonly channels?: readonly NotificationChannel[] | undefined;
}

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

const teams = z.strictObject({ webhook_url: httpUrl, timeout_ms: timeout.default(15_000) });

const discord = z.strictObject({
  webhook_url: httpUrl,
  username: z.string().min(1).max(80).optional(),
  timeout_ms: timeout.default(10_000),
});

/** Checks the options and fills in the defaults. Messages repeat no value, as some are secrets. */
export const optionsSchema = z.strictObject({
  console: z
    .strictObject({ stream: z.custom<ConsoleOptions["stream"]>(isStream, "Expected a stream").optional() })
    .optional(),
  webhook: webhook.optional(),
  slack: slack.optional(),
  teams: teams.optional(),
  discord: discord.optional(),
  email: emailSchema.optional(),
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
/** The checked options of the `teams` channel. */
export type TeamsSettings = z.output<typeof teams>;
/** The checked options of the `discord` channel. */
export type DiscordSettings = z.output<typeof discord>;

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
