import { z } from "zod";
import { type JsonSchema, toJsonSchema } from "../render/json-fields";
import { schemaAt, schemaType } from "./schema-type";

const typeOf = (schema: z.ZodType): string => schemaType(toJsonSchema(schema, "output") ?? {});

test.each<[z.ZodType, string]>([
  [z.string(), "string"],
  [z.int(), "number"],
  [z.number(), "number"],
  [z.boolean(), "boolean"],
  [z.null(), "null"],
  [z.literal("a"), '"a"'],
  [z.enum(["a", "b"]), '"a" | "b"'],
  [z.unknown(), "unknown"],
  [z.string().nullable(), "string | null"],
  [z.union([z.string(), z.unknown()]), "unknown"],
  [z.array(z.string()), "readonly string[]"],
  [z.array(z.enum(["a", "b"])), 'readonly ("a" | "b")[]'],
  [z.array(z.unknown()), "readonly unknown[]"],
  [z.array(z.array(z.int())), "readonly (readonly number[])[]"],
  [z.array(z.object({ a: z.int() })), "readonly { readonly a: number; }[]"],
  [z.record(z.string(), z.int()), "{ readonly [key: string]: number }"],
  [z.record(z.string(), z.unknown()), "{ readonly [key: string]: unknown }"],
  [z.object({}), "{}"],
  [
    z.object({ a: z.string(), "b-c": z.int().optional() }),
    '{ readonly a: string; readonly "b-c"?: number; }',
  ],
  [
    z.discriminatedUnion("k", [z.object({ k: z.literal(1) }), z.object({ k: z.literal(2) })]),
    "{ readonly k: 1; } | { readonly k: 2; }",
  ],
  [z.json(), "string | number | boolean | null | readonly unknown[] | { readonly [key: string]: unknown }"],
])("%# is typed", (schema, expected) => {
  expect(typeOf(schema)).toBe(expected);
});

test.each<[JsonSchema, string]>([
  [{ type: ["string", "null"] }, "string | null"],
  [{ enum: [{ a: [1, "x"] }, null] }, '{ readonly a: readonly [1, "x"]; } | null'],
  [{ type: "strange" }, "unknown"],
  [{ $ref: "#/$defs/gone" }, "unknown"],
  [{ $ref: "https://example.com/other.json" }, "unknown"],
  [{ type: "object", properties: { next: { $ref: "#" } } }, "{ readonly next?: unknown; }"],
])("%j is typed", (schema, expected) => {
  expect(schemaType({ ...schema, $defs: {} })).toBe(expected);
});

test("a path leads to what the schema says of it", () => {
  const root: JsonSchema = {
    type: "object",
    properties: { a: { $ref: "#/$defs/A" } },
    $defs: { A: { type: "object", properties: { b: { type: "string" } } } },
  };
  expect(schemaAt(root, ["a", "b"])).toEqual({ type: "string" });
  expect(schemaAt(root, [])).toBe(root);
  expect(schemaAt(root, ["a", "c", "d"])).toBeUndefined();
  expect(schemaAt(root, ["constructor"])).toBeUndefined();
});
