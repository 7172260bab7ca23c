import { headerValues, requestBody, savePathProblem } from "@tutti/service-mesh";
import { z } from "zod";

/** The longest time that a timer of Node.js can wait: 2^31 - 1 ms, in seconds. */
const LONGEST_SECONDS = 2_147_483;

const savePath = z.string().superRefine((path, context) => {
  const problem = savePathProblem(path);
  if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
});

const status = z.union([z.int().min(100).max(599), z.enum(["2xx", "3xx", "4xx", "5xx"])]);

/**
 * The config of `service_call`.
 *
 * @param problemOf Says why a service can't be called, or undefined when it can. It sees only what is
 * written in a workflow, never a template that is still to be filled.
 */
export function configSchema(problemOf: (service: string) => string | undefined) {
  const service = z.string().superRefine((name, context) => {
    const problem = problemOf(name);
    if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
  });
  return z.strictObject({
    service: service.describe("The name of the service; or a raw URL whose host the plugin's options allow."),
    endpoint: z.string().describe("A path below the service's URL; it may have a query."),
    method: z
      .enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
      .optional()
      .describe("Default: POST with parameters or a body, GET without."),
    // Configs are JSON, so what is inside needs no look; a look at each value of a big body would take long.
    parameters: z
      .union([z.record(z.string(), z.unknown()), z.array(z.unknown()), z.null()])
      .optional()
      .describe("The JSON body; for GET, HEAD and DELETE the query."),
    headers: headerValues.optional().describe("Headers of the request."),
    query: z.record(z.string(), z.unknown()).optional().describe("Added to the endpoint's query."),
    timeout_seconds: z
      .number()
      .positive()
      .max(LONGEST_SECONDS)
      .optional()
      .describe("For the whole request. Default: the service's."),
    body: requestBody
      .optional()
      .describe("A body other than JSON parameters: json, text, form, multipart or base64."),
    expect_content_type: z
      .union([z.string(), z.array(z.string()).min(1)])
      .optional()
      .describe("application/json, image/*, or a list; an answer of another type is an error. Default: any."),
    save_to: savePath
      .optional()
      .describe("Saves the answer's body as this file, a path below the folder of downloads."),
    expect_status: z
      .union([status, z.array(status).min(1)])
      .optional()
      .describe("404, 2xx, or a list of either; any other status is an error. Default: 2xx."),
  });
}

/** What `service_call` gives to the actions after it. */
export const outputSchema = z.object({
  status_code: z.int().describe("The status of the answer."),
  headers: z.record(z.string(), z.string()).describe("The headers of the answer, with names in lower case."),
  response: z
    .unknown()
    .describe("The body: JSON, text, { base64, content_type }, null when it is empty, or what was saved."),
});

/** A config that fits {@link configSchema}. */
export type ServiceCallConfig = z.output<ReturnType<typeof configSchema>>;

/** An output that fits {@link outputSchema}. */
export type ServiceCallOutput = z.output<typeof outputSchema>;
