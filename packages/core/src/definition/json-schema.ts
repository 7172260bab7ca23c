import { z } from "zod";
import { workflowSchema } from "./schema";

/** Where editors find the schema of the published package. */
const SCHEMA_ID = "https://unpkg.com/@tutti/core/workflow.schema.json";

/**
 * The JSON Schema (draft 2020-12) of a workflow definition, for editors and other tools. It accepts
 * whatever `parseDefinition` accepts, but not only that: names and values that must fit each other are
 * beyond a JSON Schema.
 *
 * @example
 * writeFileSync("workflow.schema.json", JSON.stringify(workflowJsonSchema(), null, 2));
 */
export function workflowJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(workflowSchema, { target: "draft-2020-12", io: "input" });
  return {
    $schema,
    $id: SCHEMA_ID,
    title: "Tutti workflow",
    description: "A workflow definition of Tutti.",
    ...schema,
  };
}
