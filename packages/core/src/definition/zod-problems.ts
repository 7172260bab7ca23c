import type { z } from "zod";
import { formatPath, suggest } from "../errors";
import { didYouMean, list, quote } from "../errors/catalog/entry";
import { choice, counted, label, mismatch, type Path, type Problem } from "./problem";

type ZodIssue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

/** What zod calls a type, in plain words. */
const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  boolean: "a boolean (true or false)",
  array: "an array",
  object: "an object",
  record: "an object",
};

/** What the size of a thing counts, where it counts something. */
const UNITS: Readonly<Record<string, string>> = { string: "character", array: "item" };

/** Keys whose wrong values may be secrets, written there by mistake. */
const HIDDEN: ReadonlySet<PropertyKey | undefined> = new Set(["secret", "default_value", "allowed_values"]);

/**
 * How to parse, so that {@link zodProblems} can tell what was found. Each message becomes a phrase that
 * completes "expected …", as are the messages that a schema sets itself; for unknown keys, which zod
 * reports without the known ones, it lists those.
 */
export const parseContext: z.core.ParseContext<ZodIssue> = { reportInput: true, error: phrase };

/**
 * Says in plain words what zod found: a union is resolved to the form that the author meant, and each
 * unknown key is a problem of its own. Lazy, so that a caller can stop after the first so many.
 */
export function* zodProblems(issues: readonly ZodIssue[], at: Path = []): Generator<Problem> {
  for (const issue of issues) {
    const path = [...at, ...issue.path];
    if (issue.code === "unrecognized_keys") yield* unknownKeys(issue, path);
    else if (issue.code === "invalid_value") yield notOneOf(path, issue.values, issue.input);
    else if (issue.code === "invalid_union") yield* unionProblems(issue, path);
    else yield unexpected(path, issue.message, issue.input);
  }
}

function phrase(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return isInteger(issue.inst) ? "an integer" : TYPES[issue.expected];
    case "too_small":
      return bound(issue.inclusive === true ? "at least" : "more than", issue.minimum, issue.origin);
    case "too_big":
      return bound(issue.inclusive === true ? "at most" : "less than", issue.maximum, issue.origin);
    case "unrecognized_keys":
      return Object.keys((issue.inst as z.core.$ZodObject)._zod.def.shape).join();
    default:
      return undefined;
  }
}

function isInteger(schema: RawIssue["inst"]): boolean {
  return (schema as z.core.$ZodNumberFormat | undefined)?._zod.def.format === "safeint";
}

function bound(comparison: string, limit: number | bigint, origin: string): string {
  const unit = UNITS[origin];
  return `${comparison} ${unit === undefined ? limit : counted(limit, unit)}`;
}

function* unknownKeys(issue: z.core.$ZodIssueUnrecognizedKeys, path: Path): Generator<Problem> {
  const known = issue.message.split(",");
  const where = path.length === 0 ? "" : ` of ${formatPath(path)}`;
  for (const key of issue.keys) {
    const meant = suggest(key, known);
    yield {
      path: [...path, key],
      problem: `Unknown key ${quote(key)}${where}: ${didYouMean(meant)}Known: ${list(known)}`,
      fix:
        meant === undefined ? `Remove ${quote(key)}.` : `Rename ${quote(key)} to "${meant}", or remove it.`,
    };
  }
}

function notOneOf(path: Path, values: readonly unknown[], input: unknown): Problem {
  const problem = unexpected(path, choice(values.map(quote)), input);
  const meant = typeof input === "string" ? suggest(input, values.map(String)) : undefined;
  return meant === undefined ? problem : { ...problem, fix: `Write "${meant}".` };
}

function* unionProblems(issue: z.core.$ZodIssueInvalidUnion, path: Path): Generator<Problem> {
  const { discriminator, input } = issue;
  if (discriminator !== undefined && "options" in issue) {
    yield notOneOf(path, issue.options, (input as Record<string, unknown>)[discriminator]);
    return;
  }
  // The form that was meant is the one whose own type fits; what is wrong is inside it.
  const meant = issue.errors.find((branch) => wantedType(branch) === undefined);
  if (meant === undefined)
    yield unexpected(path, choice(issue.errors.map((branch) => wantedType(branch) ?? "")), input);
  else yield* zodProblems(meant, path);
}

/** The type that a branch of a union wants in place of the one that is there. */
function wantedType(branch: readonly ZodIssue[]): string | undefined {
  return branch.find(({ code, path }) => code === "invalid_type" && path.length === 0)?.message;
}

function unexpected(path: Path, expected: string, input: unknown): Problem {
  if (input !== undefined) return mismatch({ path, expected, value: input, hidden: HIDDEN.has(path.at(-1)) });
  return { path, problem: `${label(path)} is required`, fix: `Add ${quote(path.at(-1))}: ${expected}.` };
}
