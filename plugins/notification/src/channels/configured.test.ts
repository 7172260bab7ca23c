import { type NotificationOptions, optionsSchema } from "../options";
import type * as module from "./configured";
import { configuredChannels } from "./configured";

const everything: NotificationOptions = {
  webhook: { url: "https://example.org" },
  slack: { webhook_url: "https://hooks.slack.com/services/x" },
  teams: { webhook_url: "https://example.org/workflows/x" },
  discord: { webhook_url: "https://discord.com/api/webhooks/1/x" },
  email: { smtp_url: "smtp://127.0.0.1:25", from: "tutti@example.org" },
  channels: [{ name: "sms", description: "SMS", deliver: () => ({}) }],
};

describe("configuredChannels", () => {
  it("has the channels that the options turn on", () => {
    const names = (options: NotificationOptions) =>
      configuredChannels(optionsSchema.parse(options)).map(({ name }) => name);
    expect(names({})).toEqual(["log", "console"]);
    expect(names(everything)).toEqual([
      "log",
      "console",
      "webhook",
      "slack",
      "teams",
      "discord",
      "email",
      "sms",
    ]);
  });

  it("describes each", () => {
    const channels = configuredChannels(optionsSchema.parse(everything));
    expect(channels.every(({ description }) => description)).toBe(true);
    expect(channels.filter(({ needsRecipients }) => needsRecipients).map(({ name }) => name)).toEqual([
      "email",
    ]);
  });

  it("loads neither got nor nodemailer without need", () => {
    const loaded: string[] = [];
    const standIn = (name: string) => () => {
      loaded.push(name);
      return { createTransport: () => ({}) };
    };
    jest.doMock("nodemailer", standIn("nodemailer"));
    jest.doMock("../../vendor/got.cjs", standIn("got"));
    jest.isolateModules(() => {
      const fresh = jest.requireActual<typeof module>("./configured");
      fresh.configuredChannels(optionsSchema.parse({}));
      expect(loaded).toEqual([]);
      expect(() => fresh.configuredChannels(optionsSchema.parse(everything))).not.toThrow();
      expect(loaded).toEqual(["got", "nodemailer"]);
    });
    jest.dontMock("nodemailer").dontMock("../../vendor/got.cjs");
  });
});
