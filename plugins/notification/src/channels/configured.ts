import type { NotificationSettings } from "../options";
import type { NotificationChannel } from "../types";
import { consoleChannel } from "./console";
import type * as discordModule from "./discord";
import type * as emailModule from "./email";
import { logChannel } from "./log";
import type * as slackModule from "./slack";
import type * as teamsModule from "./teams";
import type * as webhookModule from "./webhook";

/**
 * The channels that the options turn on, the built-in ones first.
 *
 * @example
 * configuredChannels(optionsSchema.parse({})).map(({ name }) => name); // ["log", "console"]
 */
export function configuredChannels(settings: NotificationSettings): readonly NotificationChannel[] {
  const channels = [logChannel, consoleChannel(settings.console)];
  if (settings.webhook) channels.push(load.webhook().webhookChannel(settings.webhook));
  if (settings.slack) channels.push(load.slack().slackChannel(settings.slack));
  if (settings.teams) channels.push(load.teams().teamsChannel(settings.teams));
  if (settings.discord) channels.push(load.discord().discordChannel(settings.discord));
  if (settings.email) channels.push(load.email().emailChannel(settings.email));
  return [...channels, ...settings.channels];
}

/*
 * got and nodemailer take 75 ms to load, so a process that only logs doesn't load them. import() would,
 * but it is asynchronous, and it fails in the downstream Jest set-ups that have no VM modules.
 */
/* eslint-disable @typescript-eslint/no-require-imports -- see above */
const load = {
  webhook: () => require("./webhook") as typeof webhookModule,
  slack: () => require("./slack") as typeof slackModule,
  teams: () => require("./teams") as typeof teamsModule,
  discord: () => require("./discord") as typeof discordModule,
  email: () => require("./email") as typeof emailModule,
};
/* eslint-enable @typescript-eslint/no-require-imports */
