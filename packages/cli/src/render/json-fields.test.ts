import { z } from "zod";
import { fieldsOf, toJsonSchema, typeText } from "./json-fields";

const text = (schema: z.ZodType) => typeText(toJsonSchema(schema, "input") ?? {});

test.each<[string, z.ZodType]>([
  ["string", z.string().min(1)],
  ["integer", z.int()],
  ["number or boolean", z.union([z.number(), z.boolean()])],
  ["string or null", z.string().nullable()],
  ['"low" or "high"', z.enum(["low", "high"])],
  ["5", z.literal(5)],
  ["array of string", z.array(z.string())],
  ["array of array of number", z.array(z.array(z.number()))],
  ["object", z.record(z.string(), z.string())],
  ["any", z.unknown()],
  ["any", z.json()],
  ["array of any", z.array(z.json())],
  ["any", z.custom(() => true)],
  ["any", z.union("abcdefghi".split("").map((letter) => z.literal(letter)))],
])("the type %s", (expected, schema) => {
  expect(text(schema)).toBe(expected);
});

test("types that are lists, and lists of anything", () => {
  expect(typeText({ type: ["string", "null"] })).toBe("string or null");
  expect(typeText({ type: "array" })).toBe("array");
});

test("the fields of an object, also behind a reference", () => {
  const retry = z.strictObject({ times: z.int() }).meta({ id: "Retry", description: "How often." });
  const schema = z.strictObject({
    message: z.string().describe("The text."),
    channels: z.array(z.string()).default(["log"]),
    retry: retry.optional(),
    again: retry.optional().describe("Once more."),
  });
  expect(fieldsOf(toJsonSchema(schema, "input") ?? {})).toEqual([
    { name: "message", type: "string", isRequired: true, preset: undefined, description: "The text." },
    { name: "channels", type: "array of string", isRequired: false, preset: '["log"]', description: "" },
    { name: "retry", type: "object", isRequired: false, preset: undefined, description: "How often." },
    { name: "again", type: "object", isRequired: false, preset: undefined, description: "Once more." },
  ]);
  expect(fieldsOf({})).toEqual([]);
});

test("a schema that is none is no schema", () => {
  expect(toJsonSchema({}, "input")).toBeUndefined();
});
