import type { NotificationChannel } from "./types";

/** The installed channels by name. */
export type ChannelSet = ReadonlyMap<string, NotificationChannel>;

/** The option that turns on each built-in channel which does nothing without one. */
const CONFIGURED_BY = {
  webhook: "webhook: { url }",
  slack: "slack: { webhook_url }",
  teams: "teams: { webhook_url }",
  discord: "discord: { webhook_url }",
  email: "email: { smtp_url, from }",
} as const;

/**
 * Makes a set of channels. Of two with one name the last wins, as with any token of the container.
 *
 * @example
 * channelSet([logChannel]).get("log")?.description;
 */
export function channelSet(channels: readonly NotificationChannel[]): ChannelSet {
  return new Map(channels.map((channel) => [channel.name, channel]));
}

/**
 * Says why a name is no installed channel, and what to do: correct it, or give the option it needs.
 *
 * @example
 * unknownChannel("fax", channels); // Unknown channel "fax". Installed: console, log
 */
export function unknownChannel(name: unknown, channels: ChannelSet): string {
  const installed = `Installed: ${[...channels.keys()].toSorted().join(", ") || "none"}`;
  if (typeof name !== "string") return `Expected the name of a channel. ${installed}`;
  if (isConfigurable(name)) {
    return `Channel "${name}" is not configured: give notification({ ${CONFIGURED_BY[name]} }). ${installed}`;
  }
  return `Unknown channel ${JSON.stringify(name)}. ${installed}`;
}

function isConfigurable(name: string): name is keyof typeof CONFIGURED_BY {
  return Object.hasOwn(CONFIGURED_BY, name);
}
