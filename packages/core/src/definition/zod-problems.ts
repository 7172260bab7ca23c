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
  nonoptional: "a value",
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

/** How the messages of a schema are read, and what may be told of its values. */
export interface Wording {
  /** The phrase in a message that completes "expected …"; undefined: it is a sentence of its own. */
  readonly phraseOf: (message: string) => string | undefined;
  /** Is the value at a path told by its type only? */
  readonly hides: (path: Path) => boolean;
  /** How the whole value is called. */
  readonly whole: string;
}

/** In the definition's own schema every message is a phrase. */
const OWN: Wording = {
  phraseOf: (message) => message,
  hides: (path) => HIDDEN.has(path.at(-1)),
  whole: "The definition",
};

/**
 * Says in plain words what zod found: a union is resolved to the form that the author meant, and each
 * unknown key is a problem of its own. Lazy, so that a caller can stop after the first so many.
 */
export function* zodProblems(issues: readonly ZodIssue[], at: Path = [], wording = OWN): Generator<Problem> {
  for (const issue of issues) {
    const path = [...at, ...issue.path];
    const expected = wording.phraseOf(issue.message);
    if (expected === undefined) yield sentence(issue, path);
    else if (issue.code === "unrecognized_keys") yield* unknownKeys(issue.keys, expected.split(","), path);
    else if (issue.code === "invalid_value") yield notOneOf({ ...issue, path }, wording);
    else if (issue.code === "invalid_union") yield* unionProblems(issue, path, wording);
    else yield unexpected({ path, expected, input: issue.input }, wording);
  }
}

/** What the schema's author says in words of their own. */
function sentence(issue: ZodIssue, path: Path): Problem {
  const said = issue.message.replace(/\.$/, "");
  // One unknown key is where it stands; several are in one sentence.
  const [only, ...others] = issue.code === "unrecognized_keys" ? issue.keys : [];
  const place = only === undefined || others.length > 0 ? path : [...path, only];
  if (place.length === 0) return { path: place, problem: said, fix: "Correct it." };
  return { path: place, problem: `${label(place)}: ${said}`, fix: `Correct ${label(place)}.` };
}

/** The phrase for an issue; undefined: none is known. */
export function phrase(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return isInteger(issue.inst) ? "an integer" : TYPES[issue.expected];
    case "too_small":
      return bound(issue.inclusive === true ? "at least" : "more than", issue.minimum, issue.origin);
    case "too_big":
      return bound(issue.inclusive === true ? "at most" : "less than", issue.maximum, issue.origin);
    case "unrecognized_keys":
      return Object.keys((issue.inst as Partial<z.core.$ZodObject>)._zod?.def.shape ?? {}).join();
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

function* unknownKeys(keys: readonly string[], known: readonly string[], path: Path): Generator<Problem> {
  const where = path.length === 0 ? "" : ` of ${formatPath(path)}`;
  for (const key of keys) {
    const meant = suggest(key, known);
    yield {
      path: [...path, key],
      problem: `Unknown key ${quote(key)}${where}: ${didYouMean(meant)}Known: ${list(known)}`,
      fix:
        meant === undefined ? `Remove ${quote(key)}.` : `Rename ${quote(key)} to "${meant}", or remove it.`,
    };
  }
}

interface Choice {
  readonly path: Path;
  readonly values: readonly unknown[];
  readonly input?: unknown;
}

function notOneOf({ path, values, input }: Choice, wording: Wording): Problem {
  const problem = unexpected({ path, expected: choice(values.map(quote)), input }, wording);
  const meant = typeof input === "string" ? suggest(input, values.map(String)) : undefined;
  return meant === undefined ? problem : { ...problem, fix: `Write "${meant}".` };
}

function* unionProblems(
  issue: z.core.$ZodIssueInvalidUnion,
  path: Path,
  wording: Wording,
): Generator<Problem> {
  const { discriminator, input } = issue;
  if (discriminator !== undefined && "options" in issue) {
    const chosen = (input as Record<string, unknown>)[discriminator];
    yield notOneOf({ path, values: issue.options, input: chosen }, wording);
    return;
  }
  const wanted = (branch: readonly ZodIssue[]) => wantedType(branch, wording);
  // The form that was meant is the one whose own type fits, and best; what is wrong is inside it.
  const fitting = issue.errors.filter((branch) => wanted(branch) === undefined);
  const [meant] = fitting.toSorted((a, b) => a.length - b.length);
  if (meant !== undefined) yield* zodProblems(meant, path, wording);
  else
    yield unexpected(
      { path, expected: choice(issue.errors.map((branch) => wanted(branch) ?? "")), input },
      wording,
    );
}

/** The type that a branch of a union wants in place of the one that is there. */
function wantedType(branch: readonly ZodIssue[], { phraseOf }: Wording): string | undefined {
  const own = branch.find(({ code, path }) => code === "invalid_type" && path.length === 0);
  return own === undefined ? undefined : (phraseOf(own.message) ?? own.message);
}

interface Unexpected {
  readonly path: Path;
  readonly expected: string;
  readonly input: unknown;
}

function unexpected({ path, expected, input }: Unexpected, { hides, whole }: Wording): Problem {
  const subject = path.length === 0 ? whole : label(path);
  if (input !== undefined) return mismatch({ path, expected, value: input, subject, hidden: hides(path) });
  return { path, problem: `${subject} is required`, fix: `Add ${quote(path.at(-1))}: ${expected}.` };
}
