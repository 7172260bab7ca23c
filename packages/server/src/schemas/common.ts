import { z } from "zod";

/** A schema under a name of its own in the OpenAPI document. */
export function named<Schema extends z.ZodType>(id: string, description: string, schema: Schema): Schema {
  return schema.meta({ id, description });
}

/** Any JSON value. */
export const json = z.unknown();

/** Any JSON object. */
export const jsonObject = z.record(z.string(), json);

/** ISO 8601, UTC. */
export const time = z.iso.datetime();

/** An id in a path: whatever is no id is not found. */
export const id = z.string().min(1).max(200);

/** The paging of every list. */
export const paging = {
  limit: z
    .string()
    .regex(/^\d{1,4}$/, "a whole number from 1 to 1000")
    .transform(Number)
    .pipe(z.int().min(1, "at least 1").max(1000, "at most 1000"))
    .exactOptional()
    .describe("Rows a page: 1 to 1000. Default 50."),
  cursor: z.string().max(500).exactOptional().describe("The next_cursor of the page before."),
};

/** A list's way on. */
export const nextCursor = z
  .string()
  .nullable()
  .describe("Asks for the next page; null: this was the last one.");

/** A text of a filter. */
export const filterText = z.string().min(1).max(200);

/** Several values: repeated, or with commas. */
export function listOf<Item extends z.ZodType<string, string>>(item: Item) {
  return z
    .union([z.string(), z.array(z.string())])
    .transform((given) => (typeof given === "string" ? [given] : given).flatMap((text) => text.split(",")))
    .pipe(z.array(item).min(1).max(50));
}

/** One thing that is wrong. */
export const issueSchema = named(
  "Issue",
  "One thing that is wrong.",
  z.object({
    code: z.string().describe("An error code: see the pages of errors."),
    message: z.string(),
    path: z.string().describe('Where, such as actions[1].config; "" is the whole.'),
    fix: z.string().optional().describe("What to do."),
  }),
);

/** An error as RFC 9457 has it. */
export const problemSchema = named(
  "Problem",
  "An error (RFC 9457).",
  z.object({
    type: z.string().describe("urn:tutti:error: and the code."),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().describe("The path that was asked for."),
    code: z.string().describe("For programs."),
    fix: z.string().describe("What to do."),
    request_id: z.string().describe("Finds the request in the server's log."),
    errors: z.array(issueSchema),
  }),
);
