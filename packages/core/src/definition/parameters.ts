import { formatPath, type Issue, issue } from "../errors";
import type { Json, JsonObject } from "../json/json";
import { copyJson, type JsonCopy } from "./copy-json";
import { missingParameter, unknownParameter, wrongValue } from "./parameter-problems";
import { compileValue } from "./parameter-value";
import { mismatch, type Path, type Problem, toIssues } from "./problem";
import { isObject } from "./json-data";
import type { ParameterDefinition } from "./schema/parameter";

/** What parameters may cost. */
export interface ParameterLimits {
  /** Bytes of all parameters as compact JSON in UTF-8. Default 1 MiB. */
  readonly parameterBytes: number;
}

/** The limits that hold unless others are given. */
const DEFAULT_PARAMETER_LIMITS: ParameterLimits = { parameterBytes: 1024 * 1024 };

/** What can be given to {@link compileParameters}. */
export interface ParameterOptions {
  readonly limits?: Partial<ParameterLimits>;
}

/** Checked parameters, frozen and with their defaults; or everything that is wrong with them. */
export type ParameterResult =
  | { readonly success: true; readonly values: JsonObject; readonly errors: readonly [] }
  | { readonly success: false; readonly values: null; readonly errors: readonly Issue[] };

/** Checks parameters for one workflow; made by {@link compileParameters}. */
export interface ParameterChecker {
  /**
   * Checks what a caller gave; undefined counts as giving nothing.
   *
   * @returns the values; or one issue per mistake: `INVALID_PARAMETERS` with a path such as
   * `parameters.user_age`, or `LIMIT_EXCEEDED`. No message holds a secret value.
   */
  check(given: unknown): ParameterResult;
}

/**
 * Prepares the check of a workflow's parameters, so that the start of an execution compiles nothing.
 *
 * @param definitions the parameters of a definition that `parseDefinition` accepted; a malformed
 * pattern, which another one may hold, would make this throw.
 *
 * @example
 * const checker = compileParameters(definition.parameters);
 * checker.check({ user_age: "25" }).errors; // Parameter "user_age": expected an integer, got string "25".
 */
export function compileParameters(
  definitions: readonly ParameterDefinition[],
  options: ParameterOptions = {},
): ParameterChecker {
  return new PreparedChecker(definitions, { ...DEFAULT_PARAMETER_LIMITS, ...options.limits });
}

/**
 * Checks parameters once. To check many times, prepare with {@link compileParameters}.
 *
 * @example
 * checkParameters(definition.parameters, { user_name: "Ada" }).values; // { user_name: "Ada", user_age: 25 }
 */
export function checkParameters(
  definitions: readonly ParameterDefinition[],
  given: unknown,
  options: ParameterOptions = {},
): ParameterResult {
  return compileParameters(definitions, options).check(given);
}

const CODE = "INVALID_PARAMETERS";
const ROOT: Path = ["parameters"];

class PreparedChecker implements ParameterChecker {
  readonly #list: readonly PreparedParameter[];
  readonly #parameters: ReadonlyMap<string, PreparedParameter>;
  readonly #maxBytes: number;

  constructor(definitions: readonly ParameterDefinition[], limits: ParameterLimits) {
    this.#list = definitions.map(prepare);
    this.#parameters = new Map(this.#list.map((parameter) => [parameter.definition.name, parameter]));
    this.#maxBytes = limits.parameterBytes;
  }

  check(given: unknown = {}): ParameterResult {
    const copy = copyJson(given, { path: ROOT, maxBytes: this.#maxBytes });
    if (copy.bytes > this.#maxBytes) return refused([tooLarge(copy.bytes, this.#maxBytes)]);
    if (!isObject(copy.value)) return refused(toIssues(CODE, notAnObject(copy)));
    const values = this.#withDefaults(copy.value);
    const errors = toIssues(CODE, this.#findAll(copy.value, values, copy.problems));
    return errors.length > 0 ? refused(errors) : { success: true, values, errors: [] };
  }

  #withDefaults(given: JsonObject): JsonObject {
    const values: Record<string, Json> = {};
    for (const { definition } of this.#list) {
      const { name } = definition;
      const value = Object.hasOwn(given, name) ? given[name] : definition.default_value;
      if (value !== undefined) values[name] = value;
    }
    return Object.freeze(values);
  }

  #findAll(given: JsonObject, values: JsonObject, unreadable: readonly Problem[]): readonly Problem[] {
    const problems = [...unreadable];
    for (const parameter of this.#list) {
      const { name } = parameter.definition;
      // What could not be read is a problem already; the null in its place is not another one.
      if (unreadable.some(({ path }) => path[ROOT.length] === name)) continue;
      for (const problem of problemsOf(parameter, values[name])) problems.push(problem);
    }
    for (const name of Object.keys(given)) {
      if (!this.#parameters.has(name)) problems.push(unknownParameter(name, this.#parameters.keys(), ROOT));
    }
    return problems;
  }
}

interface PreparedParameter {
  readonly definition: ParameterDefinition;
  /** What a value fails to fulfil. */
  readonly broken: ReturnType<typeof compileValue>;
}

function prepare(definition: ParameterDefinition): PreparedParameter {
  return { definition, broken: compileValue(definition) };
}

function problemsOf({ definition, broken }: PreparedParameter, value: Json | undefined): readonly Problem[] {
  if (value === undefined) return definition.required ? [missingParameter(definition, ROOT)] : [];
  return broken(value).map(({ expected }) => wrongValue({ definition, expected, value }, ROOT));
}

function notAnObject({ value, problems }: JsonCopy): readonly Problem[] {
  if (problems.length > 0) return problems;
  // What stands there may hold secrets, so only its type is told.
  return [mismatch({ path: ROOT, expected: "an object, with a value per parameter", value, hidden: true })];
}

function tooLarge(actual: number, limit: number): Issue {
  const what = "The size of the parameters in bytes";
  return issue("LIMIT_EXCEEDED", formatPath(ROOT), { what, limit, actual, option: "parameterBytes" });
}

function refused(errors: readonly Issue[]): ParameterResult {
  return { success: false, values: null, errors };
}
