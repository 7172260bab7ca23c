import { z } from "zod";
import { channelSet } from "./channel-set";
import { consoleChannel } from "./channels/console";
import { logChannel } from "./channels/log";
import { configSchema } from "./config";
import type { NotificationChannel } from "./types";

const sms: NotificationChannel = {
  name: "sms",
  description: "SMS",
  needsRecipients: true,
  deliver: () => ({}),
};
const mail: NotificationChannel = {
  ...sms,
  name: "mail",
  needsRecipients: false,
  templates: ["report", "alarm"],
};
const schema = configSchema(channelSet([logChannel, consoleChannel(), sms, mail]));

/** The problems of a config, as `path: message`. */
function problems(config: unknown): readonly string[] {
  const issues = schema.safeParse(config).error?.issues ?? [];
  return issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe("configSchema", () => {
  it("fills in the defaults", () => {
    expect(schema.parse({ message: "hi" })).toEqual({
      message: "hi",
      channels: ["log"],
      require: "all",
      priority: "normal",
    });
  });

  it.each([[""], ["text"], [42], [0], [false], [null], [[1, "two"]], [{ a: 1 }]])(
    "takes the message %j",
    (message) => {
      expect(schema.parse({ message }).message).toEqual(message);
    },
  );

  it("asks for a message", () => {
    expect(problems({})).toEqual(["message: is missing"]);
    expect(problems({ message: () => {} })).toEqual(["message: Expected a text or a JSON value"]);
  });

  it("names the installed channels when one is unknown", () => {
    expect(problems({ message: "hi", channels: ["log", "fax"] })).toEqual([
      'channels.1: Unknown channel "fax". Installed: console, log, mail, sms',
    ]);
  });

  it("says which option is missing for a channel that is not configured", () => {
    expect(problems({ message: "hi", channels: ["email"] })[0]).toContain("give notification({ email: {");
  });

  it("refuses no channel, and one channel twice", () => {
    expect(problems({ message: "hi", channels: [] })).toHaveLength(1);
    expect(problems({ message: "hi", channels: ["log", "console", "log"] })).toEqual([
      'channels.2: The channel "log" is named twice',
    ]);
  });

  it("asks for recipients when a channel needs them", () => {
    expect(problems({ message: "hi", channels: ["log", "sms"] })).toEqual([
      "recipients: The channel sms needs recipients",
    ]);
    expect(problems({ message: "hi", channels: ["sms"], recipients: ["+15550100"] })).toEqual([]);
    expect(problems({ message: "hi", channels: ["sms"], recipients: [] })[0]).toMatch(/^recipients: /);
  });

  it("takes only a template that a named channel has", () => {
    expect(problems({ message: "hi", channels: ["log", "mail"], template: "report" })).toEqual([]);
    expect(problems({ message: "hi", channels: ["log", "mail"], template: "rport" })).toEqual([
      'template: Unknown template "rport". Those of the named channels: alarm, report',
    ]);
    expect(problems({ message: "hi", template: "report" })).toEqual([
      'template: Unknown template "report". Those of the named channels: none',
    ]);
  });

  it("refuses an empty list of copies", () => {
    for (const field of ["cc", "bcc"]) expect(problems({ message: "hi", [field]: [] })).toHaveLength(1);
  });

  it("leaves a template that stands for the recipients or the channels to the check before the run", () => {
    expect(problems({ message: "hi", channels: ["sms"], recipients: "{{all}}" })).toEqual([
      expect.stringMatching(/^recipients: /),
    ]);
    expect(problems({ message: "hi", channels: "{{all}}" })).toEqual([expect.stringMatching(/^channels: /)]);
  });

  it("refuses unknown keys, a wrong priority, and data that is no JSON object", () => {
    expect(problems({ message: "hi", chanels: [] })).toHaveLength(1);
    expect(problems({ message: "hi", priority: "urgent" })).toHaveLength(1);
    expect(problems({ message: "hi", data: "text" })).toHaveLength(1);
    expect(problems({ message: "hi", data: { run: () => {} } })).toHaveLength(1);
  });

  it("becomes a JSON Schema in which each field has a description and the channels are listed", () => {
    const json = z.toJSONSchema(schema, { io: "input" });
    const properties = json.properties as Record<
      string,
      { description?: string; items?: { enum?: string[] } }
    >;
    expect(json.required).toEqual(["message"]);
    expect(Object.values(properties).every(({ description }) => description)).toBe(true);
    expect(properties["channels"]?.items?.enum).toEqual(["log", "console", "sms", "mail"]);
  });
});
