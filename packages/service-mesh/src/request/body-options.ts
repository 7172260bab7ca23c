import { z } from "zod";

const contentType = z.string().regex(/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(\s*;.*)?$/, "it is not a content type");

const part = z
  .strictObject({
    name: z.string().min(1).describe("The name of the field."),
    text: z.string().optional().describe("The value as text."),
    base64: z.string().optional().describe("The value as bytes."),
    json: z.unknown().optional().describe("The value as JSON."),
    filename: z.string().min(1).optional().describe("Makes the field a file."),
    content_type: contentType.optional(),
  })
  .refine(
    ({ text, base64, json }) => [text, base64, json].filter((value) => value !== undefined).length === 1,
    { message: "a part has one value: text, base64 or json" },
  );

/**
 * The body of a request, other than JSON parameters.
 *
 * @example
 * const config = z.strictObject({ body: requestBody.optional() });
 * config.parse({ body: { form: { grant: "all", tag: ["a", "b"] } } });
 */
export const requestBody = z.union([
  z.strictObject({ json: z.unknown().describe("Any JSON value.") }),
  z.strictObject({ text: z.string(), content_type: contentType.optional() }),
  z.strictObject({
    form: z.record(z.string(), z.unknown()).describe("Fields; a list is sent once per entry."),
  }),
  z.strictObject({ multipart: z.array(part).min(1).describe("Fields and files.") }),
  z.strictObject({ base64: z.string().describe("Bytes."), content_type: contentType.optional() }),
]);

/** A body as {@link requestBody} takes it. */
export type RequestBody = z.input<typeof requestBody>;

/** One field or file of a multipart body. */
export type BodyPart = z.input<typeof part>;
