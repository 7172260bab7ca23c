import type { z } from "zod";
import { formatPath, type Issue, issue } from "../errors";
import { hasTemplate } from "../expression";
import type { Json, JsonObject } from "../json/json";
import type { ActionDescriptor } from "../plugin/index";

/** A config to check, and where it stands in the definition. */
export interface ConfigPlace {
  readonly config: JsonObject;
  /** Such as `["actions", 1, "config"]`. */
  readonly path: readonly (string | number)[];
}

/**
 * Checks a config against its action's schema as far as that can be done before templates are resolved:
 * a problem with a value that holds a template is left to the check before each run.
 */
export function checkConfig(descriptor: ActionDescriptor, place: ConfigPlace): Issue[] {
  const parsed = descriptor.config.safeParse(withoutExpressions(descriptor, place.config));
  const problems = parsed.success ? [] : parsed.error.issues;
  return [
    ...checkExpressionFields(descriptor, place),
    ...problems.filter((problem) => !isExempt(problem, place.config)).map((problem) => toIssue(descriptor, place, problem)),
  ];
}

/** The issue for a config problem that zod found. */
export function toIssue(descriptor: ActionDescriptor, { path, config }: ConfigPlace, problem: z.core.$ZodIssue): Issue {
  const field = formatPath(problem.path);
  const actual = problem.code === "invalid_type" && valueAt(config, problem.path) === undefined ? "is missing" : problem.message;
  return issue("INVALID_CONFIG", formatPath([...path, ...problem.path]), {
    action_type: descriptor.type,
    problem: field === "" ? actual : `"${field}": ${actual}`,
    fix: `See the fields of ${descriptor.type} with: tutti actions ${descriptor.type}`,
  });
}

/** Fields that are expressions hold their text until they are resolved, so the schema can't judge them yet. */
function withoutExpressions(descriptor: ActionDescriptor, config: JsonObject): JsonObject {
  const fields = descriptor.expressions?.filter((field) => typeof config[field] === "string") ?? [];
  if (fields.length === 0) return config;
  return { ...config, ...Object.fromEntries(fields.map((field) => [field, `{{${String(config[field])}}}`])) };
}

function checkExpressionFields(descriptor: ActionDescriptor, { config, path }: ConfigPlace): Issue[] {
  return (descriptor.expressions ?? []).flatMap((field) => {
    const value = config[field];
    if (value === undefined || (typeof value === "string" && value.trim() !== "")) return [];
    const problem = `"${field}" must be the name of a parameter or a path such as fetch.response, not ${JSON.stringify(value)}`;
    const fix = `Give "${field}" as text, without braces.`;
    return [issue("INVALID_CONFIG", formatPath([...path, field]), { action_type: descriptor.type, problem, fix })];
  });
}

function isExempt(problem: z.core.$ZodIssue, config: JsonObject): boolean {
  if (problem.code === "unrecognized_keys") return false;
  const value = valueAt(config, problem.path);
  return typeof value === "string" ? hasTemplate(value) : problem.code === "invalid_union" && holdsTemplate(value);
}

function valueAt(config: JsonObject, path: readonly PropertyKey[]): Json | undefined {
  let value: Json | undefined = config;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, Json>)[key];
  }
  return value;
}

function holdsTemplate(value: Json | undefined): boolean {
  if (typeof value === "string") return hasTemplate(value);
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(holdsTemplate);
}
