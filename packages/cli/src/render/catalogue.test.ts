import type { InstalledAction } from "@tutti/core";
import { z } from "zod";
import { painter } from "../terminal/style";
import { actionLines, catalogueLines, describeAction } from "./catalogue";

const greet: InstalledAction = {
  type: "greet",
  plugin: "acme-plugin-greet",
  description: "Says hello over SMS.",
  config: z.strictObject({
    to: z.string().describe("The number."),
    message: z.string().default("Hello").describe("What is said."),
    tries: z.int().optional(),
  }),
  output: z.object({ delivered: z.boolean() }),
  errors: [
    { code: "NO_SIGNAL", description: "There is no network.", retryable: true },
    { code: "BLOCKED", description: "They do not want to hear.", retryable: false },
  ],
  examples: [
    { name: "hello", description: "The shortest.", config: { to: "+15550100" } },
    ...["a", "b", "c"].map((name) => ({ name, config: {} })),
  ],
};

/** An action of which little is told. */
const plain = { type: "greet", plugin: greet.plugin, description: greet.description, config: greet.config };

const show = (action: InstalledAction) =>
  actionLines(describeAction(action), 80)
    .map((line) => painter(false)(line).trimEnd())
    .join("\n");

test("everything that is known of an action type", () => {
  expect(show(greet)).toBe(
    [
      "greet  acme-plugin-greet",
      "Says hello over SMS.",
      "",
      "Config",
      "  to       string   required         The number.",
      '  message  string   default "Hello"  What is said.',
      "  tries    integer",
      "",
      "Output",
      "  delivered  boolean  required",
      "",
      "Errors",
      "  NO_SIGNAL  retryable  There is no network.",
      "  BLOCKED               They do not want to hear.",
      "",
      "Examples",
      "  # hello: The shortest.",
      "  action_type: greet",
      "  config:",
      '    to: "+15550100"',
      "  # a",
      "  action_type: greet",
      "  config: {}",
      "  # b",
      "  action_type: greet",
      "  config: {}",
    ].join("\n"),
  );
});

test("an action that takes nothing, and one of which nothing is known", () => {
  expect(show({ ...plain, config: z.strictObject({}) })).toBe(
    "greet  acme-plugin-greet\nSays hello over SMS.\n\nConfig\n  none",
  );
  const strange = { ...plain, config: { safeParse: () => ({}) } as unknown as z.ZodType };
  expect(show(strange)).toContain("Config\n  Its fields are not known.");
});

test("a config with a form per value of one field", () => {
  const form = (name: string, description: string, more: z.ZodRawShape = {}) =>
    z
      .strictObject({ kind: z.literal(name), input: z.string().describe("What."), ...more })
      .meta({ description });
  const config = z.discriminatedUnion("kind", [
    form("upper", "Big letters."),
    form("cut", "Cuts.", { length: z.int() }),
  ]);
  expect(show({ ...plain, config })).toBe(
    [
      "greet  acme-plugin-greet",
      "Says hello over SMS.",
      "",
      "Config",
      "  kind   one of these  required",
      "  input  string        required  What.",
      "",
      "  upper  Big letters.",
      "",
      "  cut  Cuts.",
      "      length  integer  required",
    ].join("\n"),
  );
});

test("a config with forms that nothing tells apart", () => {
  const config = z.union([
    z.strictObject({ a: z.string() }).meta({ title: "by a" }),
    z.strictObject({ b: z.string() }),
  ]);
  expect(show({ ...plain, config })).toContain(
    ["Config", "", "  by a", "      a  string  required", "", "  one form", "      b  string  required"].join(
      "\n",
    ),
  );
});

test("the table of all action types", () => {
  expect(catalogueLines([describeAction(greet)], 80).map(painter(false))).toEqual([
    "TYPE   PLUGIN             DESCRIPTION",
    "greet  acme-plugin-greet  Says hello over SMS.",
  ]);
});

test("an action type for programs", () => {
  const { config, errors, examples, output, ...rest } = describeAction(greet);
  expect(rest).toEqual({ type: "greet", plugin: "acme-plugin-greet", description: "Says hello over SMS." });
  expect(config).toMatchObject({ type: "object", required: ["to"], additionalProperties: false });
  expect(output).toMatchObject({ type: "object" });
  expect(examples).toHaveLength(4);
  expect(errors).toHaveLength(2);
  expect(describeAction(plain)).toMatchObject({ output: null, examples: [], errors: [] });
});
