import { channelSet, unknownChannel } from "./channel-set";
import { consoleChannel } from "./channels/console";
import { logChannel } from "./channels/log";

const channels = channelSet([logChannel, consoleChannel()]);

describe("unknownChannel", () => {
  it("names the channels that are installed", () => {
    expect(unknownChannel("fax", channels)).toBe('Unknown channel "fax". Installed: console, log');
    expect(unknownChannel("fax", channelSet([]))).toBe('Unknown channel "fax". Installed: none');
  });

  it.each([
    ["webhook", "notification({ webhook: { url } })"],
    ["slack", "notification({ slack: { webhook_url } })"],
    ["email", "notification({ email: { smtp_url, from } })"],
  ])("says which option turns on %s", (name, option) => {
    expect(unknownChannel(name, channels)).toContain(`Channel "${name}" is not configured: give ${option}`);
  });

  it("takes no property of Object.prototype for a channel", () => {
    expect(unknownChannel("constructor", channels)).toMatch(/^Unknown channel "constructor"/);
    expect(channels.get("__proto__")).toBeUndefined();
  });

  it("says what is expected when it got no name", () => {
    expect(unknownChannel(7, channels)).toBe("Expected the name of a channel. Installed: console, log");
  });
});

describe("channelSet", () => {
  it("lets the newest of two channels with one name win", () => {
    const mine = { ...logChannel, description: "mine" };
    expect(channelSet([logChannel, mine]).get("log")).toBe(mine);
  });
});
