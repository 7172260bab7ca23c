import type { z } from "zod";
import type { Path, Problem } from "./problem";
import { parseContext, phrase, type Wording, zodProblems } from "./zod-problems";

type ZodIssue = z.core.$ZodIssue;

/** What {@link schemaProblems} may be told besides. */
export interface SchemaCheck {
  /** How the whole value is called: `The config`. */
  readonly whole: string;
  /** Tell the types of wrong values only: they may be secret, or long. */
  readonly hidden?: boolean;
  /** Is an issue no problem? It is asked for each part of a union, too. */
  readonly isExempt?: (issue: ZodIssue, path: Path) => boolean;
}

// Zod's messages start with it; those that the schema's author wrote don't.
const MARK = "\u0000";

const FORMATS: Readonly<Record<string, string>> = {
  email: "an email address",
  url: "a URL",
  uuid: "a UUID",
  datetime: "an ISO 8601 date and time",
  date: "an ISO 8601 date",
  time: "an ISO 8601 time",
};

const context: z.core.ParseContext<ZodIssue> = { ...parseContext, error: marked };

/**
 * Says in plain words what keeps a value from fitting a schema that a plugin brings, as the
 * definition's own problems are told. Messages that the schema sets itself are kept as they are.
 *
 * @example
 * schemaProblems(z.strictObject({ message: z.string() }), {}, { whole: "The config" })[0]?.problem; // "message" is required
 */
export function schemaProblems(schema: z.ZodType, value: unknown, check: SchemaCheck): readonly Problem[] {
  const { whole, hidden = false, isExempt = () => false } = check;
  const wording: Wording = { phraseOf, hides: () => hidden, whole };
  const issues = schema.safeParse(value, context).error?.issues ?? [];
  return [...zodProblems(prune(issues, isExempt, []), [], wording)];
}

/** Without what is exempt. A union that some form of would fit, but for what is exempt, fits. */
function prune(
  issues: readonly ZodIssue[],
  isExempt: NonNullable<SchemaCheck["isExempt"]>,
  at: Path,
): ZodIssue[] {
  return issues.flatMap((issue) => {
    const path = [...at, ...issue.path];
    if (isExempt(issue, path)) return [];
    if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
    const errors = issue.errors.map((branch) => prune(branch, isExempt, path));
    return errors.some((branch) => branch.length === 0) ? [] : [{ ...issue, errors } as ZodIssue];
  });
}

function marked(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_value":
    case "invalid_union":
      return MARK;
    default: {
      const known = issue.code === "invalid_format" ? FORMATS[issue.format] : phrase(issue);
      return known === undefined ? undefined : MARK + known;
    }
  }
}

function phraseOf(message: string): string | undefined {
  return message.startsWith(MARK) ? message.slice(MARK.length) : undefined;
}
