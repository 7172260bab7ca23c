import type { Json } from "@tutti/core";
import { z } from "zod";
import { preview } from "./describe";
import { json } from "./json";
import { nearest } from "./names";
import type { Transformation } from "./transformation";

/** A checked config: the common fields, and the options of its transformation beside them. */
export interface TransformConfig {
  readonly transformation: string;
  readonly input?: Json;
  readonly input_field?: Json;
  readonly [option: string]: unknown;
}

/** Exactly one of the two, as JSON Schema says it: for editors and forms. */
const ONE_INPUT = [{ required: ["input"] }, { required: ["input_field"] }];

/**
 * The schema of the action's config: a union by `transformation`, with the options of each.
 *
 * Issues carry the path of the field, also for a name that is not known and for input and
 * input_field given together, so that core can leave those alone that a template will decide.
 *
 * @example
 * configSchema(builtIns).parse({ transformation: "round", input: 1.005, decimals: 2 });
 */
export function configSchema(transformations: readonly Transformation[]): z.ZodType<TransformConfig> {
  const names = transformations.map(({ name }) => name);
  const members = transformations.map(memberSchema) as [Member, ...Member[]];
  const union: z.ZodType = z.discriminatedUnion("transformation", members, {
    error: ({ input }) => unknownTransformation(input, names),
  });
  return union as z.ZodType<TransformConfig>;
}

type Member = z.ZodObject<{ transformation: z.ZodLiteral<string> }>;

function memberSchema({ name, description, input, options }: Transformation): Member {
  const { def } = options._zod;
  const allowed = Object.keys(def.shape);
  // A clone keeps what the options check among themselves; extending them would lose it.
  const member = options.clone({
    ...def,
    shape: { ...commonShape(name, input.description), ...def.shape },
    catchall: z.never(),
    error: (issue: z.core.$ZodRawIssue) =>
      issue.code === "unrecognized_keys" ? unknownOptions(name, issue.keys, allowed) : undefined,
  });
  return member
    .superRefine(checkInput, { when: () => true })
    .meta({ title: name, description, oneOf: ONE_INPUT }) as unknown as Member;
}

function commonShape(name: string, wants: string | undefined): z.ZodRawShape {
  const what = wants === undefined ? "What to transform" : `What to transform: ${wants}`;
  return {
    transformation: z.literal(name),
    input: json.optional().describe(`${what}. Either this or input_field.`),
    // Text while a workflow is created; when the action runs, core has put the value in its place.
    input_field: json.optional().meta({
      type: "string",
      description: `${what}, as the name of a parameter or a path into an action's output. Either this or input.`,
    }),
  };
}

function checkInput(config: Record<string, unknown>, check: z.core.$RefinementCtx): void {
  const { input, input_field } = config;
  if ((input === undefined) !== (input_field === undefined)) return;
  const neither = input === undefined;
  check.addIssue({
    code: "custom",
    // Never a place that may hold a template: its issues wait until the template is resolved.
    path: [neither ? "input" : "input_field"],
    message: neither
      ? 'neither input nor input_field is given: give "input" (a value or a template) or "input_field" (a name or path)'
      : 'input and input_field are both given: keep "input" (a value or a template) or "input_field" (a name or path)',
  });
}

function unknownTransformation(config: unknown, names: readonly string[]): string {
  const { transformation } = (config ?? {}) as Partial<TransformConfig>;
  const known = `Known: ${names.join(", ")}`;
  if (transformation === undefined) return `is missing. ${known}`;
  if (typeof transformation !== "string") return `must be the name of a transformation. ${known}`;
  return `unknown transformation ${preview(transformation)}: ${nearest(transformation, names)}${known}`;
}

function unknownOptions(name: string, unknown: readonly string[], allowed: readonly string[]): string {
  const which = unknown.map((option) => `${preview(option)}: ${nearest(option, allowed)}`).join("");
  return `unknown option ${which}Options of ${name}: ${allowed.join(", ") || "none"}`;
}
