import { z } from "zod";
import { type Frozen, identifier, json } from "./common";

const parameterType = z.enum(["string", "integer", "number", "boolean", "array", "object"]);

const parameterFormat = z.enum(["email", "uri", "uuid", "date", "date-time", "ipv4", "ipv6", "hostname"]);

const count = z.int().min(0);

const validationRules = z
  .strictObject({
    min_length: count.exactOptional().describe("string: at least this many characters (code points)."),
    max_length: count.exactOptional().describe("string: at most this many characters (code points)."),
    pattern: z
      .string()
      .min(1)
      .max(1000)
      .exactOptional()
      .describe(
        "string: must contain a match of this RE2 pattern; anchor it with ^ and $ to match it whole.",
      ),
    format: parameterFormat.exactOptional().describe("string: must be of this form."),
    minimum: z.number().exactOptional().describe("integer, number: at least this."),
    maximum: z.number().exactOptional().describe("integer, number: at most this."),
    min_items: count.exactOptional().describe("array: at least this many items."),
    max_items: count.exactOptional().describe("array: at most this many items."),
  })
  .meta({ id: "ValidationRules", description: "What a value must fulfil beyond its type." });

/** One input of a workflow. `required` is filled in: true unless there is a default. */
export const parameterSchema = z
  .strictObject({
    name: identifier.describe("The name by which templates read the value: {{name}}."),
    type: parameterType.describe("The JSON type of the value; nothing is converted."),
    description: z.string().exactOptional().describe("What the value means, for the people who give it."),
    required: z
      .boolean()
      .exactOptional()
      .describe("Must a value be given? Default: true, unless there is a default_value."),
    default_value: json.exactOptional().describe("The value that is taken when none is given."),
    allowed_values: z.array(json).min(1).exactOptional().describe("The only values that may be given."),
    secret: z
      .boolean()
      .exactOptional()
      .describe("Keep the value out of logs, events, answers and pages, and store it only encrypted."),
    validation_rules: validationRules.exactOptional().describe("What a value must fulfil beyond its type."),
  })
  .transform((parameter) => ({
    ...parameter,
    required: parameter.required ?? parameter.default_value === undefined,
  }))
  .meta({ id: "Parameter", description: "One input of the workflow." });

/** The JSON type of a parameter. */
export type ParameterType = z.infer<typeof parameterType>;

/** The form of a text parameter. */
export type ParameterFormat = z.infer<typeof parameterFormat>;

/** What a parameter's value must fulfil beyond its type. */
export type ValidationRules = Frozen<z.infer<typeof validationRules>>;

/** One input of a workflow. */
export type ParameterDefinition = Frozen<z.infer<typeof parameterSchema>>;

/** One input of a workflow as its author writes it. */
export type WrittenParameter = Frozen<z.input<typeof parameterSchema>>;
