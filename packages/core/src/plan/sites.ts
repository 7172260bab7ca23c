import { formatPath, type Issue, issue } from "../errors";
import {
  type CompiledExpression,
  type CompiledTemplate,
  compileCondition,
  compileTemplate,
  type ExpressionProblem,
} from "../expression";
import type { Json, JsonObject } from "../json/json";

/** The path of a place in the definition. */
export type Path = readonly (string | number)[];

/** A part of the definition that may hold expressions. */
export interface Source {
  readonly path: Path;
  /** As it is written. */
  readonly written: Json;
  /** Members of `written` that are expressions without braces. */
  readonly fields?: readonly string[];
}

/** What an expression reads, and the issues that kept it from being compiled. */
export type Reads = Pick<CompiledTemplate, "references" | "wholeRoot">;

/** A part of the definition, compiled. */
export interface Site<Compiled extends Reads = Reads> extends Source {
  /** A constant null when there are issues. */
  readonly compiled: Compiled;
  readonly issues: readonly Issue[];
}

/** A text with expressions in it. */
export interface WrittenText {
  readonly path: Path;
  readonly text: string;
  readonly reads: Reads;
}

const NO_READS: Reads = Object.freeze({ references: Object.freeze([]), wholeRoot: false });
const NO_ISSUES: readonly Issue[] = Object.freeze([]);
const NO_TEMPLATE: CompiledTemplate = Object.freeze({
  ...NO_READS,
  source: null,
  constant: true,
  resolve: () => null,
});
const NO_EXPRESSION: CompiledExpression = Object.freeze({
  ...NO_READS,
  source: "null",
  evaluate: () => null,
});

/** Compiles a JSON tree whose strings may hold templates. */
export function templateSite({ written, path, fields = [] }: Source): Site<CompiledTemplate> {
  const compiled = compileTemplate(fields.length === 0 ? written : withBraces(written as JsonObject, fields));
  if (compiled.ok) return { written, path, fields, compiled: compiled.value, issues: NO_ISSUES };
  const issues = compiled.problems.map((problem) => toIssue(problem, path));
  return { written, path, fields, compiled: NO_TEMPLATE, issues };
}

/** Compiles a condition: an expression with or without braces. */
export function conditionSite(condition: string | boolean, path: Path): Site<CompiledExpression> {
  const written = String(condition);
  const compiled = compileCondition(written);
  if (compiled.ok) return { written, path, compiled: compiled.value, issues: NO_ISSUES };
  return { written, path, compiled: NO_EXPRESSION, issues: [toIssue(compiled.problem, path)] };
}

/** The texts of a site whose expressions could be compiled, each where it is written: to say which of many is wrong. */
export function* textsOf(site: Site): Generator<WrittenText> {
  const { compiled, written, path } = site;
  if (!("evaluate" in compiled)) yield* textsIn(site);
  // A condition is one text, with or without braces.
  else yield { path, text: written as string, reads: compiled };
}

/** A config whose fields that are expressions are written as the templates that hold nothing else. */
export function withBraces(config: JsonObject, fields: readonly string[]): JsonObject {
  const braced = fields.flatMap((field) => {
    const text = Object.hasOwn(config, field) ? config[field] : undefined;
    return typeof text === "string" ? [[field, inBraces(text)] as const] : [];
  });
  return { ...config, ...Object.fromEntries(braced) };
}

/** An expression as a template; braces that the author wrote are good enough. */
function inBraces(text: string): string {
  return text.trim().startsWith("{{") ? text : `{{${text}}}`;
}

function* textsIn({ written, path, fields = [] }: Source): Generator<WrittenText> {
  if (typeof written === "string") yield* textIn(written, written, path);
  if (typeof written !== "object" || written === null) return;
  const entries: Iterable<[string | number, Json]> = Array.isArray(written)
    ? (written as readonly Json[]).entries()
    : Object.entries(written);
  for (const [key, value] of entries) {
    const inner = [...path, key];
    if (typeof value === "string" && fields.includes(String(key)))
      yield* textIn(value, inBraces(value), inner);
    else yield* textsIn({ written: value, path: inner });
  }
}

function* textIn(text: string, template: string, path: Path): Generator<WrittenText> {
  const compiled = compileTemplate(template);
  if (compiled.ok) yield { path, text, reads: compiled.value };
}

function toIssue({ path, ...problem }: ExpressionProblem, at: Path): Issue {
  return issue("INVALID_EXPRESSION", formatPath([...at, ...path]), problem);
}
