import { type SchemaCheck, schemaProblems } from "../definition";
import { formatPath, type Issue, issue } from "../errors";
import { quote } from "../errors/catalog/entry";
import { hasTemplate } from "../expression";
import type { Json, JsonObject } from "../json/json";
import type { ActionDescriptor } from "../plugin/index";
import { type Path, withBraces } from "./sites";

/** A config to check, and where it stands in the definition. */
export interface ConfigPlace {
  readonly config: JsonObject;
  /** Such as `["actions", 1, "config"]`. */
  readonly path: Path;
}

/**
 * Checks a config against its action's schema as far as that can be done before templates are resolved:
 * a problem with a value that holds a template is left to the check before each run.
 */
export function* configIssues(descriptor: ActionDescriptor, place: ConfigPlace): Generator<Issue> {
  const { config, path } = place;
  yield* expressionFieldIssues(descriptor, place);
  const check: SchemaCheck = { whole: "The config", isExempt: exemption(descriptor, config) };
  for (const found of problemsOf(descriptor, config, check)) {
    yield issue("INVALID_CONFIG", formatPath([...path, ...found.path]), {
      action_type: descriptor.type,
      problem: found.problem,
      fix: `${found.fix} All fields: tutti actions ${descriptor.type}`,
    });
  }
}

type Problems = ReturnType<typeof schemaProblems>;

function problemsOf(descriptor: ActionDescriptor, config: JsonObject, check: SchemaCheck): Problems {
  const { expressions = [] } = descriptor;
  try {
    // Expressions stay texts until they are resolved: to the schema they look like any other template.
    return schemaProblems(descriptor.config, withBraces(config, expressions), check);
  } catch (error) {
    // A plugin's own code (a transform, a refinement) threw. A template may have surprised it.
    if (holdsTemplate(config) || expressions.length > 0) return [];
    const reason = error instanceof Error ? error.message : String(error);
    return [
      { path: [], problem: `it can't be checked: ${reason}`, fix: "Report this to the plugin's author." },
    ];
  }
}

function* expressionFieldIssues(
  { type, expressions = [] }: ActionDescriptor,
  { config, path }: ConfigPlace,
): Generator<Issue> {
  for (const field of expressions) {
    const value = valueAt(config, [field]);
    if (value === undefined || (typeof value === "string" && value.trim() !== "")) continue;
    yield issue("INVALID_CONFIG", formatPath([...path, field]), {
      action_type: type,
      problem: `"${field}" must be the name of a parameter or a path such as fetch.response, not ${quote(value)}`,
      fix: `Give "${field}" as text, without braces.`,
    });
  }
}

/** Which of zod's issues are left to the check before each run. */
function exemption(
  { expressions = [] }: ActionDescriptor,
  config: JsonObject,
): NonNullable<SchemaCheck["isExempt"]> {
  return ({ code }, path) => {
    const value = valueAt(config, path);
    // Whether values fit each other can't be told while one of them is open.
    if (code === "custom") return holdsTemplate(value);
    const isExpression = expressions.some((field) => field === path[0]);
    return (isExpression && value !== undefined) || (typeof value === "string" && hasTemplate(value));
  };
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
