import type { InstalledAction } from "@tutti/core";
import { Ajv2020 } from "ajv/dist/2020";
import { z } from "zod";
import { configSchemaOf } from "./config-schema";
import { TEMPLATE } from "./templates";

const PLACE = "#/$defs/Config_x";

function compile(config: z.ZodType): (value: unknown) => boolean {
  const action: InstalledAction = { type: "x", description: "X.", plugin: "p", config };
  const { schema } = configSchemaOf(action, PLACE);
  const ajv = new Ajv2020({ strict: false });
  return ajv.compile({ $ref: PLACE, $defs: { Config_x: schema, Template: TEMPLATE } });
}

test("a schema that refers to itself goes on to do so", () => {
  interface Tree {
    readonly size: number;
    readonly children: readonly Tree[];
  }
  const tree: z.ZodType<Tree> = z.lazy(() => z.strictObject({ size: z.int(), children: z.array(tree) }));
  const fits = compile(z.strictObject({ tree }));
  expect(fits({ tree: { size: 1, children: [{ size: "{{n}}", children: [] }, "{{child}}"] } })).toBe(true);
  expect(fits({ tree: { size: 1, children: [{ size: "n", children: [] }] } })).toBe(false);
});

test("a config that is the root of its own recursion", () => {
  const part: z.ZodType = z.lazy(() => z.strictObject({ id: z.int(), next: part.optional() }));
  const fits = compile(part);
  expect(fits({ id: 1, next: { id: "{{n}}" } })).toBe(true);
  expect(fits({ id: 1, next: { id: true } })).toBe(false);
});

test("lists of fixed length, records and unions", () => {
  const fits = compile(
    z.strictObject({
      pair: z.tuple([z.int(), z.boolean()]).optional(),
      sizes: z.record(z.string(), z.int()).optional(),
      either: z.union([z.int(), z.strictObject({ n: z.int() })]).optional(),
      text: z.union([z.int(), z.string()]).optional(),
      any: z.unknown().optional(),
    }),
  );
  const good = [
    { pair: [1, "{{b}}"], sizes: { a: "{{n}}" } },
    { either: { n: "{{n}}" }, text: "any", any: { text: "any" } },
    { either: "{{n}}", sizes: "{{sizes}}" },
  ];
  expect(good.map(fits)).toEqual([true, true, true]);
  const bad = [{ pair: [1, "b"] }, { sizes: { a: "n" } }, { either: "n" }, { either: { n: "n" } }];
  expect(bad.map(fits)).toEqual([false, false, false, false]);
});

test("forms that no key tells apart stay as they are", () => {
  const fits = compile(z.union([z.strictObject({ a: z.int() }), z.strictObject({ b: z.int() })]));
  expect([{ a: 1 }, { b: "{{n}}" }, { a: "n" }, {}].map(fits)).toEqual([true, true, false, false]);
});

test("a schema that can't be told, and a check that throws, let everything pass", () => {
  const foreign = { safeParse: () => ({ success: true }) } as unknown as z.ZodType;
  expect(compile(foreign)({ whatever: 1 })).toBe(true);
  const throwing = z.strictObject({}).superRefine(() => {
    throw new Error("broken");
  });
  const action: InstalledAction = { type: "x", description: "X.", plugin: "p", config: throwing };
  expect(configSchemaOf(action, PLACE).isRequired).toBe(false);
});
