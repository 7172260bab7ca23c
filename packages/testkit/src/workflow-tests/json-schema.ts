import { z } from "zod";
import { workflowTestsSchema } from "./schema/file";

/**
 * The JSON Schema of files of tests, so that an editor completes and checks them.
 *
 * @example
 * writeFileSync("workflow-tests.schema.json", JSON.stringify(workflowTestsJsonSchema()));
 */
export function workflowTestsJsonSchema(): object {
  return z.toJSONSchema(workflowTestsSchema, { io: "input", unrepresentable: "any" });
}
