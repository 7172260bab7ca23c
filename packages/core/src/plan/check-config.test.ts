import { z } from "zod";
import type { JsonObject } from "../json/json";
import type { ActionDescriptor } from "../plugin/index";
import { configIssues } from "./check-config";

type Descriptor = Omit<ActionDescriptor, "type" | "description">;

/** Path, message and fix of each issue. */
function check(descriptor: Descriptor, config: JsonObject): string[][] {
  const place = { config, path: ["actions", 1, "config"] };
  const issues = [...configIssues({ type: "greet", description: "", ...descriptor }, place)];
  expect(issues.every(({ code }) => code === "INVALID_CONFIG")).toBe(true);
  return issues.map(({ path, message, fix }) => [
    path,
    message,
    fix.replace(" All fields: tutti actions greet", ""),
  ]);
}

const form = (schema: z.ZodType, config: JsonObject): string[][] => check({ config: schema }, config);
const paths = (found: string[][]): (string | undefined)[] => found.map(([path]) => path);

const greeting = z.strictObject({
  message: z.string().min(3),
  times: z.int().min(1).max(9).optional(),
  channels: z
    .array(z.enum(["log", "slack"]))
    .min(1)
    .optional(),
  to: z.strictObject({ name: z.string(), mail: z.email().optional() }).optional(),
});

describe("a config is told", () => {
  test.each<[string, JsonObject, string[][]]>([
    ["valid", { message: "hello" }, []],
    [
      "what it lacks",
      {},
      [["actions[1].config.message", 'Config of greet: "message" is required.', 'Add "message": text.']],
    ],
    [
      "a key that is unknown, and the one that is meant",
      { message: "hello", chanels: [] },
      [
        [
          "actions[1].config.chanels",
          'Config of greet: Unknown key "chanels": did you mean "channels"? Known: message, times, channels, to.',
          'Rename "chanels" to "channels", or remove it.',
        ],
      ],
    ],
    [
      "a wrong type",
      { message: 5 },
      [
        [
          "actions[1].config.message",
          'Config of greet: "message": expected text, got number 5.',
          "Give text.",
        ],
      ],
    ],
    [
      "a wrong choice",
      { message: "hello", channels: ["slak"] },
      [
        [
          "actions[1].config.channels[0]",
          'Config of greet: channels[0]: expected "log" or "slack", got string "slak".',
          'Write "slack".',
        ],
      ],
    ],
    [
      "what is wrong inside",
      { message: "hello", to: { mail: "x" } },
      [
        ["actions[1].config.to.name", 'Config of greet: "name" of to is required.', 'Add "name": text.'],
        [
          "actions[1].config.to.mail",
          'Config of greet: "mail" of to: expected an email address, got string "x".',
          "Give an email address.",
        ],
      ],
    ],
    [
      "a number out of bounds",
      { message: "hello", times: 1.5 },
      [
        [
          "actions[1].config.times",
          'Config of greet: "times": expected an integer, got number 1.5.',
          "Give an integer.",
        ],
      ],
    ],
  ])("%s", (_name, config, expected) => {
    expect(form(greeting, config)).toEqual(expected);
  });

  test("what it is as a whole, where that is wrong", () => {
    expect(form(z.array(z.string()), {})).toEqual([
      [
        "actions[1].config",
        "Config of greet: The config: expected an array, got object {}.",
        "Give an array.",
      ],
    ]);
  });

  test("in the schema's own words, where it has some", () => {
    const own = z.strictObject(
      { a: z.string().regex(/^x/, "must start with x."), b: z.number("b counts") },
      { error: (raw) => (raw.code === "unrecognized_keys" ? "no such option" : undefined) },
    );
    expect(form(own, { a: "y", b: "1", c: 1 })).toEqual([
      ["actions[1].config.a", 'Config of greet: "a": must start with x.', 'Correct "a".'],
      ["actions[1].config.b", 'Config of greet: "b": b counts.', 'Correct "b".'],
      ["actions[1].config.c", 'Config of greet: "c": no such option.', 'Correct "c".'],
    ]);
    expect(paths(form(own, { a: "x", b: 1, c: 1, d: 2 }))).toEqual(["actions[1].config"]);
  });
});

describe("a value with a template is exempt", () => {
  test.each<[string, JsonObject]>([
    [
      "whatever its type would have to be",
      { message: "hello", times: "{{n}}", channels: "{{list}}", to: "{{who}}" },
    ],
    ["whatever its length", { message: "{{m}}" }],
    ["in a list", { message: "hello", channels: ["log", "{{channel}}"] }],
    ["in an object", { message: "hello", to: { name: "{{name}}", mail: "{{mail}}" } }],
  ])("%s", (_name, config) => {
    expect(form(greeting, config)).toEqual([]);
  });

  test("but nothing beside it is", () => {
    expect(
      paths(
        form(greeting, { mesage: "{{text}}", times: "{{n}}", channels: [], to: { name: 1, mail: "{{m}}" } }),
      ),
    ).toEqual([
      "actions[1].config.message",
      "actions[1].config.channels",
      "actions[1].config.to.name",
      "actions[1].config.mesage",
    ]);
  });

  test("in a union, when some form of it would fit but for the template", () => {
    const either = z.union([
      z.strictObject({ kind: z.literal("a"), x: z.number() }),
      z.strictObject({ kind: z.literal("b"), y: z.number(), z: z.number() }),
    ]);
    expect(form(either, { kind: "b", y: "{{n}}", z: 1 })).toEqual([]);
    expect(form(z.strictObject({ inner: either }), { inner: { kind: "b", y: "{{n}}", z: 1 } })).toEqual([]);
    expect(paths(form(either, { kind: "b", y: "{{n}}", z: "1" }))).toEqual(["actions[1].config.z"]);
    const byKind = z.discriminatedUnion("kind", [z.strictObject({ kind: z.literal("a") })]);
    expect(form(byKind, { kind: "{{kind}}" })).toEqual([]);
    expect(form(byKind, { kind: "b" })).toEqual([
      ["actions[1].config.kind", 'Config of greet: "kind": expected "a", got string "b".', 'Write "a".']
        .slice(0, 2)
        .concat('Give "a".'),
    ]);
  });

  test("from what its schema asks of several values together", () => {
    const ordered = z
      .strictObject({ from: z.any(), to: z.any() })
      .refine(({ from, to }) => from < to, "from before to");
    expect(form(ordered, { from: "{{start}}", to: 1 })).toEqual([]);
    expect(form(ordered, { from: 2, to: 1 })).toEqual([
      ["actions[1].config", "Config of greet: from before to.", "Correct it."],
    ]);
  });

  test("also beside what is nothing, or isn't there", () => {
    const own = z.looseObject({}).superRefine((_, context) => {
      context.addIssue({ code: "custom", path: ["to", "name"], message: "name somebody" });
    });
    for (const to of [null, "somebody", {}])
      expect(form(own, { to, message: "{{text}}" })).toEqual([
        [
          "actions[1].config.to.name",
          'Config of greet: "name" of to: name somebody.',
          'Correct "name" of to.',
        ],
      ]);
    const together = z.looseObject({}).refine(() => false, "fits nothing");
    expect(form(together, { to: null, times: 1, message: "{{text}}" })).toEqual([]);
    expect(paths(form(together, { to: null, times: 1, message: "text" }))).toEqual(["actions[1].config"]);
  });

  test("also where the plugin's own code would throw on it", () => {
    const parseUrl = (text: string): never => {
      throw new Error(`no URL: ${text}`);
    };
    const throwing = z.strictObject({ url: z.string().transform((text) => parseUrl(text)) });
    expect(form(throwing, { url: "{{url}}" })).toEqual([]);
    expect(form(throwing, { url: "nowhere" })).toEqual([
      [
        "actions[1].config",
        "Config of greet: it can't be checked: no URL: nowhere.",
        "Report this to the plugin's author.",
      ],
    ]);
  });
});

describe("a field that is an expression", () => {
  const fields = {
    config: z.strictObject({ count: z.number(), label: z.string().optional() }),
    expressions: ["count"],
  };

  test("is judged when it has a value, braces or not", () => {
    expect(check(fields, { count: "fetch.count" })).toEqual([]);
    expect(check(fields, { count: "{{fetch.count}}" })).toEqual([]);
  });

  test("is left alone by a plugin's own check that leaves templates alone", () => {
    const own = (text: string): boolean => /^\{\{.+\}\}$/.test(text) || text === "all";
    const config = z.strictObject({ count: z.string().refine(own), label: z.string().refine(own) });
    expect(check({ ...fields, config }, { count: "fetch.count", label: "all" })).toEqual([]);
    expect(paths(check({ ...fields, config }, { count: "{{fetch.count}}", label: "fetch.count" }))).toEqual([
      "actions[1].config.label",
    ]);
  });

  test("is no problem where the plugin's own code throws on it", () => {
    const fail = (): never => {
      throw new Error("no");
    };
    const config = z.strictObject({ count: z.string().transform(fail) });
    expect(check({ ...fields, config }, { count: "fetch.count" })).toEqual([]);
  });

  test.each([[5], [""], [" "], [["a"]], [{ a: 1 }], [null]])("has to be text: not %j", (count) => {
    const config = z.strictObject({ count: z.union([z.number(), z.strictObject({ b: z.string() })]) });
    for (const schema of [fields.config, config])
      expect(check({ ...fields, config: schema }, { count })).toEqual([
        [
          "actions[1].config.count",
          `Config of greet: "count" must be the name of a parameter or a path such as fetch.response, not ${JSON.stringify(count)}.`,
          'Give "count" as text, without braces.',
        ],
      ]);
  });

  test("is told as no text, and not what it lacks as another", () => {
    const config = z.strictObject({ count: z.strictObject({ b: z.string() }) });
    expect(paths(check({ ...fields, config }, { count: { a: 1, b: 2 } }))).toEqual([
      "actions[1].config.count",
    ]);
  });

  test("keeps the words that the schema itself has for it", () => {
    const config = z.looseObject({}).superRefine((_, context) => {
      context.addIssue({ code: "custom", path: ["count"], message: "keep count or label" });
    });
    expect(check({ ...fields, config }, { count: "a", label: "b" })).toEqual([
      ["actions[1].config.count", 'Config of greet: "count": keep count or label.', 'Correct "count".'],
    ]);
  });

  test("is required where its schema says so", () => {
    expect(paths(check(fields, {}))).toEqual(["actions[1].config.count"]);
  });
});
