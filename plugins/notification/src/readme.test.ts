import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { channelSet } from "./channel-set";
import { configuredChannels } from "./channels/configured";
import { logChannel } from "./channels/log";
import { configSchema } from "./config";
import { actionCodes, channelCodes } from "./errors";
import * as publicFace from "./index";
import { optionsSchema } from "./options";

const readme = readFileSync(path.join(__dirname, "../README.md"), "utf8");

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly default?: unknown;
}

/** The rows of the table whose head begins so, each as its cells. */
function table(head: string): string[][] {
  const lines = readme.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${head} |`));
  expect(start).toBeGreaterThan(-1);
  const end = lines.findIndex((line, at) => at > start && !line.startsWith("|"));
  const cells = (line: string) => line.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "").trim());
  return lines.slice(start + 2, end).map(cells);
}

const code = (text: string) => `\`${text}\``;

/** What the tables say of a default: one that holds nothing is "none". */
function defaultOf(name: string, { required = [], properties = {} }: JsonSchema): string {
  const value = properties[name]?.default;
  if (required.includes(name)) return "required";
  const isNothing =
    value === undefined || (typeof value === "object" && Object.keys(value ?? {}).length === 0);
  return isNothing ? "none" : code(typeof value === "string" ? value : JSON.stringify(value));
}

/** Each option by its path, and its default; those in a group stand in place of the group. */
function optionRows(schema: JsonSchema, group = ""): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, option]) =>
    option.properties === undefined
      ? [[code(`${group}${name}`), defaultOf(name, schema)]]
      : optionRows(option, `${group}${name}.`),
  );
}

describe("README.md", () => {
  it("lists the config as it is", () => {
    const schema = z.toJSONSchema(configSchema(channelSet([logChannel])), { io: "input" }) as JsonSchema;
    const rows = table("field").map(([name, , preset]) => [name, preset]);
    const fields = Object.keys(schema.properties ?? {});
    expect(rows).toEqual(fields.map((name) => [code(name), defaultOf(name, schema)]));
  });

  it("lists the options as they are", () => {
    const schema = z.toJSONSchema(optionsSchema, { io: "input", unrepresentable: "any" }) as JsonSchema;
    const expected = optionRows(schema);
    const rows = table("option").map(([name, preset]) => [
      name,
      preset === "`process.stdout`" ? "none" : preset,
    ]);
    expect(rows).toEqual(expected);
  });

  it("lists the channels as they describe themselves", () => {
    const channels = configuredChannels(
      optionsSchema.parse({
        webhook: { url: "https://example.org" },
        slack: { webhook_url: "https://hooks.slack.com/services/x" },
        teams: { webhook_url: "https://example.org/workflows/x" },
        discord: { webhook_url: "https://discord.com/api/webhooks/1/x" },
        email: { smtp_url: "smtp://127.0.0.1:25", from: "tutti@example.org" },
      }),
    );
    const expected = channels.map(({ name, description }) => [code(name), description]);
    expect(table("channel").map(([name, what]) => [name, what])).toEqual(expected);
  });

  it("lists the errors as they are", () => {
    expect(table("code | when")).toEqual(
      Object.entries(actionCodes).map(([name, { when }]) => [code(name), when]),
    );
    expect(table("code | retryable")).toEqual(
      Object.entries(channelCodes).map(([name, { retryable, when }]) => [
        code(name),
        retryable ? "yes" : "no",
        when,
      ]),
    );
  });

  it("lists what the package exports", () => {
    expect(table("name").map(([name]) => name)).toEqual(
      expect.arrayContaining(Object.keys(publicFace).map((name) => code(name))),
    );
    expect(table("name")).toHaveLength(Object.keys(publicFace).length);
  });

  it("has examples that are JSON, and configs that are valid", () => {
    const blocks = [...readme.matchAll(/```json\n([\s\S]*?)```/g)].map(
      ([, text]) => JSON.parse(text ?? "") as { config?: Record<string, unknown> },
    );
    const channels = channelSet(
      ["webhook", "email"].map((name) => ({
        name,
        description: "",
        templates: ["report"],
        deliver: () => ({}),
      })),
    );
    const configs = blocks.flatMap(({ config }) => config ?? []);
    expect(configs).toHaveLength(3);
    for (const config of configs) {
      expect(configSchema(channels).safeParse(config)).toMatchObject({ success: true });
    }
  });
});
