import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { workflowJsonSchema } from "./json-schema";
import { guideWorkflows } from "./testing/guide-workflows";

const FILE = path.join(__dirname, "../../workflow.schema.json");
const REGENERATE =
  "UPDATE_SCHEMA=1 npx jest packages/core/src/definition/json-schema && npx biome format --write packages/core/workflow.schema.json";

describe("workflowJsonSchema", () => {
  test("is what the package publishes", () => {
    const schema = workflowJsonSchema();
    if (process.env["UPDATE_SCHEMA"] === "1") writeFileSync(FILE, `${JSON.stringify(schema, null, 2)}\n`);
    const isStale = !Object.is(
      JSON.stringify(JSON.parse(readFileSync(FILE, "utf8"))),
      JSON.stringify(schema),
    );
    expect(isStale ? `workflow.schema.json is stale; regenerate it: ${REGENERATE}` : "fresh").toBe("fresh");
  });

  test("is draft 2020-12, with an id and a title", () => {
    expect(workflowJsonSchema()).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: "https://unpkg.com/@tutti/core/workflow.schema.json",
      title: "Tutti workflow",
      required: ["name"],
    });
  });

  test("describes every key", () => {
    expect(undescribed(workflowJsonSchema(), "$")).toEqual([]);
  });

  test.each(Object.entries(guideWorkflows))("accepts the guide's workflow %s", (_name, workflow) => {
    expect(fromJsonSchema().safeParse(workflow).success).toBe(true);
  });

  test.each([
    ["an unknown key", { name: "a", nmae: "b" }],
    ["a missing name", {}],
    ["a wrong type", { name: "a", actions: {} }],
    ["an action without a type", { name: "a", actions: [{ action_id: "a" }] }],
  ])("refuses %s", (_name, workflow) => {
    expect(fromJsonSchema().safeParse(workflow).success).toBe(false);
  });
});

function fromJsonSchema(): z.ZodType {
  return z.fromJSONSchema(workflowJsonSchema());
}

/** The places of keys without a description of their own or of the schema they refer to. */
function undescribed(schema: unknown, place: string): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const properties = Object.entries((schema as { properties?: object }).properties ?? {});
  const here = properties
    .filter(([, property]) => !("description" in property) && !("$ref" in property))
    .map(([key]) => `${place}.${key}`);
  return [
    ...here,
    ...Object.entries(schema).flatMap(([key, inner]) => undescribed(inner, `${place}.${key}`)),
  ];
}
