import { formatPath, type Issue, issue } from "../errors";
import { quote } from "../errors/catalog/entry";

/** Where something is: the keys and indexes that lead there. */
export type Path = readonly PropertyKey[];

/** One thing that is wrong, before it has become an issue with a code. */
export interface Problem {
  readonly path: Path;
  /** What is wrong, as a sentence without its full stop. */
  readonly problem: string;
  readonly fix: string;
}

/**
 * Names a place for a sentence.
 *
 * @example
 * label(["actions", 1, "name"]); // "name" of actions[1]
 * label(["actions", 1]);         // actions[1]
 */
export function label(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return "The definition";
  if (typeof last === "number") return formatPath(path);
  const parent = formatPath(path.slice(0, -1));
  return `${quote(last)}${parent === "" ? "" : ` of ${parent}`}`;
}

/** The type of a JSON value, in the words of a definition. */
function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** A value with its type, for a message: `string "x"`. */
function show(value: unknown): string {
  return value === null ? "null" : `${typeOf(value)} ${quote(value)}`;
}

/** A number of things: `1 item`, `2 items`. */
export function counted(count: number | bigint, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** Joins what would do: `a, b or c`. */
export function choice(options: readonly string[]): string {
  return options.length < 2
    ? options.join()
    : `${options.slice(0, -1).join(", ")} or ${options.slice(-1).join()}`;
}

/** What {@link mismatch} tells. */
export interface Mismatch {
  readonly path: Path;
  /** Completes "expected …" and "Give …". */
  readonly expected: string;
  readonly value: unknown;
  /** How the sentence calls the value, when not by its path. */
  readonly subject?: string;
  /** Tell the type of the value only: it is secret. */
  readonly hidden?: boolean;
}

/** The problem that a value is not what it should be. */
export function mismatch({
  path,
  expected,
  value,
  subject = label(path),
  hidden = false,
}: Mismatch): Problem {
  const got = hidden ? typeOf(value) : show(value);
  return { path, problem: `${subject}: expected ${expected}, got ${got}`, fix: `Give ${expected}.` };
}

/** The code of a problem's issue: whose mistake it is. */
export type ProblemCode = "INVALID_DEFINITION" | "INVALID_PARAMETERS";

/** More are not told: nobody reads them, and an answer should not be many times its question. */
const MAX_ISSUES = 1000;

/**
 * Makes issues of what was found, and stops looking when there are as many as one answer holds.
 *
 * @param code the code of the problems that have none of their own yet
 */
export function toIssues(code: ProblemCode, found: Iterable<Problem | Issue>): readonly Issue[] {
  const issues: Issue[] = [];
  for (const one of found) {
    if (issues.length === MAX_ISSUES) {
      const problem = `There are more problems than these ${MAX_ISSUES}`;
      return [...issues, issue(code, "", { problem, fix: "Correct these first." })];
    }
    issues.push("code" in one ? one : issue(code, formatPath(one.path), one));
  }
  return issues;
}
