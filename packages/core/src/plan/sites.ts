import { formatPath, type Issue, issue } from "../errors";
import {
  type CompiledExpression,
  type CompiledTemplate,
  compileCondition,
  compileTemplate,
  type ExpressionProblem,
  hasTemplate,
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
  const compiled = compileTemplate(withBraces(written, fields));
  if (compiled.ok) return { written, path, fields, compiled: compiled.value, issues: NO_ISSUES };
  const issues = compiled.problems.map((problem) => toIssue(problem, path));
  return { written, path, fields, compiled: NO_TEMPLATE, issues };
}

/** Compiles a condition: an expression with or without braces. */
export function conditionSite(condition: string | boolean, path: Path): Site<CompiledExpression> {
  const compiled = compileCondition(String(condition));
  if (compiled.ok) return { written: condition, path, compiled: compiled.value, issues: NO_ISSUES };
  return { written: condition, path, compiled: NO_EXPRESSION, issues: [toIssue(compiled.problem, path)] };
}

/** The texts of a site whose expressions could be compiled, each where it is written: to say which of many is wrong. */
export function* textsOf(site: Site): Generator<WrittenText> {
  const { compiled, written, path } = site;
  if (!("evaluate" in compiled)) yield* textsIn(site);
  // A condition is one text, with or without braces.
  else if (typeof written === "string" && site.issues.length === 0)
    yield { path, text: written, reads: compiled };
}

/** A field that is an expression is compiled as the template that holds nothing else. */
function withBraces(written: Json, fields: readonly string[]): Json {
  if (fields.length === 0) return written;
  const config = written as JsonObject;
  const braced = fields.flatMap((field) => {
    const text = Object.hasOwn(config, field) ? config[field] : undefined;
    return typeof text === "string" ? [[field, inBraces(text)] as const] : [];
  });
  return { ...config, ...Object.fromEntries(braced) };
}

/** An expression as a template; braces that the author wrote are good enough. */
export function inBraces(text: string): string {
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
  if (!hasTemplate(template)) return;
  const compiled = compileTemplate(template);
  if (compiled.ok) yield { path, text, reads: compiled.value };
}

function toIssue({ expression, path, position, reason, hint }: ExpressionProblem, at: Path): Issue {
  return issue("INVALID_EXPRESSION", formatPath([...at, ...path]), {
    expression,
    reason,
    ...(position === undefined ? {} : { position }),
    ...(hint === undefined ? {} : { hint }),
  });
}
