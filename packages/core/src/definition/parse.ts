import { formatPath, type Issue, issue } from "../errors";
import type { Json } from "../json/json";
import { nameIssues } from "./check-names";
import { parameterProblems } from "./check-parameters";
import { triggerProblems } from "./check-triggers";
import { copyJson, type JsonCopy, utf8Bytes } from "./copy-json";
import { deepFreeze, items } from "./json-data";
import { parseJsonText } from "./json-text";
import { type Path, type Problem, toIssues } from "./problem";
import { type WorkflowDefinition, workflowSchema } from "./schema";
import type { WrittenParameter } from "./schema/parameter";
import type { Trigger } from "./schema/trigger";
import { parseContext, zodProblems } from "./zod-problems";

/** What a definition may cost. */
export interface DefinitionLimits {
  /** Bytes of the definition in UTF-8: of its text, or of its data as compact JSON. Default 1 MiB. */
  readonly definitionBytes: number;
  /** How many actions it may have, those of on_failure included. Default 10,000. */
  readonly actions: number;
}

/** The limits that hold unless others are given. */
const DEFAULT_DEFINITION_LIMITS: DefinitionLimits = { definitionBytes: 1024 * 1024, actions: 10_000 };

/** What can be given to {@link parseDefinition}. */
export interface ParseOptions {
  readonly limits?: Partial<DefinitionLimits>;
}

/** A definition, deep-frozen; or everything that is wrong with it. */
export type ParseResult =
  | { readonly success: true; readonly definition: WorkflowDefinition; readonly errors: readonly [] }
  | { readonly success: false; readonly definition: null; readonly errors: readonly Issue[] };

type ZodIssues = Parameters<typeof zodProblems>[0];

/**
 * Checks a workflow definition and gives it in its normal form: plain data, deep-frozen, a copy.
 *
 * It never throws: all problems of an input come in one answer. Expressions, references and action
 * types are checked later, when the definition is compiled to a plan.
 *
 * @param input the definition as data, or as JSON text
 * @returns the definition; or issues with the codes `INVALID_DEFINITION`, `DUPLICATE_ACTION_ID`,
 * `NAME_COLLISION` and `LIMIT_EXCEEDED`
 *
 * @example
 * const parsed = parseDefinition({ name: "Hello", actions: [{ action_id: "hi", action_typ: "notification" }] });
 * parsed.errors.map((error) => error.path); // ["actions[0].action_type", "actions[0].action_typ"]
 */
export function parseDefinition(input: unknown, options: ParseOptions = {}): ParseResult {
  const { definition, errors } = readDefinition(input, options);
  if (definition === null) return { success: false, definition, errors };
  return { success: true, definition, errors: [] };
}

/** What {@link readDefinition} tells: what can be gone on with, also when there are errors. */
export interface DefinitionReading {
  /** Null when there are errors. */
  readonly definition: WorkflowDefinition | null;
  readonly errors: readonly Issue[];
  /** The document as it was written, as plain data. */
  readonly document: Json;
  /** The places of what does not fit the schema; null: there is nothing worth looking at. */
  readonly broken: readonly Path[] | null;
}

/** Does what {@link parseDefinition} does, and keeps what is needed to go on looking for problems. */
export function readDefinition(input: unknown, options: ParseOptions = {}): DefinitionReading {
  const limits = { ...DEFAULT_DEFINITION_LIMITS, ...options.limits };
  const text = typeof input === "string" ? readText(input, limits) : { value: input };
  if ("issue" in text) return notRead(text.issue);
  const copy = copyJson(text.value, { path: [], maxBytes: limits.definitionBytes });
  if (copy.bytes > limits.definitionBytes) return notRead(tooManyBytes(copy.bytes, limits));
  const document = copy.value;
  const parsed = workflowSchema.safeParse(document, parseContext);
  const zodIssues = parsed.error?.issues ?? [];
  const errors = toIssues("INVALID_DEFINITION", findAll(copy, zodIssues, limits));
  if (parsed.success && errors.length === 0) {
    return { definition: deepFreeze(parsed.data), errors, document, broken: [] };
  }
  const isTooMuch = errors.some(({ code }) => code === "LIMIT_EXCEEDED");
  const places = isTooMuch ? null : [...copy.problems, ...zodProblems(zodIssues)].map(({ path }) => path);
  return { definition: null, errors, document, broken: places };
}

function readText(
  text: string,
  limits: DefinitionLimits,
): { readonly value: Json } | { readonly issue: Issue } {
  // UTF-8 never takes fewer bytes than there are UTF-16 units.
  const bytes = text.length > limits.definitionBytes ? text.length : utf8Bytes(text);
  if (bytes > limits.definitionBytes) return { issue: tooManyBytes(bytes, limits) };
  const parsed = parseJsonText(text);
  if ("value" in parsed) return parsed;
  const { problem } = parsed;
  return {
    issue: issue("INVALID_DEFINITION", "", {
      problem,
      fix: "Correct the JSON there; YAML is read by the CLI and the server.",
    }),
  };
}

function* findAll(
  copy: JsonCopy,
  zodIssues: ZodIssues,
  limits: DefinitionLimits,
): Generator<Problem | Issue> {
  const { value, problems } = copy;
  yield* tooManyActions(value, limits);
  yield* problems;
  yield* schemaProblems(zodIssues, problems);
  yield* nameIssues(value);
  yield* crossProblems(value, brokenItems([...zodIssues, ...problems]));
}

/** What zod found, without the null that stands where there was no JSON. */
function* schemaProblems(zodIssues: ZodIssues, unreadable: readonly Problem[]): Generator<Problem> {
  const known = new Set(unreadable.map(({ path }) => formatPath(path)));
  for (const found of zodProblems(zodIssues)) {
    if (known.size === 0 || !known.has(formatPath(found.path))) yield found;
  }
}

/** What the schema can't see: whether parts that fit it also fit each other. */
function* crossProblems(value: Json, broken: ReadonlySet<string>): Generator<Problem> {
  const sound = <T>(list: string) =>
    [...items(value, list).entries()].filter(([index]) => !broken.has(`${list}.${index}`)) as [number, T][];
  const declared = new Map<string, WrittenParameter>();
  for (const [index, parameter] of sound<WrittenParameter>("parameters")) {
    const found = parameterProblems(parameter, ["parameters", index]);
    yield* found;
    if (found.length === 0) declared.set(parameter.name, parameter);
  }
  // Next to a broken parameter, a trigger's could seem unknown.
  if (broken.has("parameters") || declared.size < items(value, "parameters").length) return;
  for (const [index, trigger] of sound<Trigger>("triggers")) {
    yield* triggerProblems(trigger, declared, ["triggers", index]);
  }
}

function brokenItems(found: readonly { readonly path: readonly PropertyKey[] }[]): ReadonlySet<string> {
  return new Set(found.map(({ path }) => path.slice(0, 2).join(".")));
}

function* tooManyActions(value: Json, limits: DefinitionLimits): Generator<Issue> {
  const actual = items(value, "actions").length + items(value, "on_failure").length;
  if (actual <= limits.actions) return;
  const what = "The number of actions";
  yield issue("LIMIT_EXCEEDED", "actions", { what, limit: limits.actions, actual, option: "actions" });
}

function tooManyBytes(actual: number, limits: DefinitionLimits): Issue {
  const what = "The size of the definition in bytes";
  return issue("LIMIT_EXCEEDED", "", {
    what,
    limit: limits.definitionBytes,
    actual,
    option: "definitionBytes",
  });
}

function notRead(error: Issue): DefinitionReading {
  return { definition: null, errors: [error], document: null, broken: null };
}
