import { ActionError, type ActionErrorInfo, type Json, type JsonObject, TuttiError } from "@tutti/core";
import { z } from "zod";
import { describeValue, type Kind, kindOf } from "./describe";
import type { JsonProblem } from "./json";
import type { InputProblem, Transformation } from "./transformation";

/** What the action fails with, and when. None is retryable: the same data would fail again. */
const actionCodes = {
  INVALID_INPUT: "The input is of the wrong type or can't be read, or has the key `__proto__` somewhere.",
  INVALID_RESULT:
    "The result is not JSON, such as a sum that is too big for a number, or has the key `__proto__`.",
  MISSING_VALUE:
    "A path in an expression leads nowhere. The message names the item, the path and what was there.",
  EXPRESSION_FAILED: "An expression failed.",
  EXPRESSION_LIMIT: "An expression took too long, or made too much.",
  INVALID_EXPRESSION: "An expression was made by a template and can't be parsed.",
} as const;

/** The same for the catalogue of actions. */
export const actionErrors: readonly ActionErrorInfo[] = Object.entries(actionCodes).map(
  ([code, description]) => ({ code, description, retryable: false }),
);

const MAX_ISSUES = 3;
const DEFAULT_VALUE = 'Give a default where the value may be null: {{path ?: "default"}}.';
const TO_TEXT = "Turn it into text first with the transformation to_json, or join for a list.";

/** What to do when a transformation wants this and gets that. */
const ADVICE: Readonly<Record<string, Partial<Record<Kind, string>>>> = {
  text: { number: TO_TEXT, boolean: TO_TEXT, list: TO_TEXT, object: TO_TEXT },
  "a number": { text: "Turn it into a number first with the transformation number." },
  "an object": {
    text: "Parse it first with the transformation parse_json.",
    list: "Run the action once per item with for_each, or use the transformation map.",
  },
  "a list": {
    text: "Make it a list first with the transformation split, parse_json or parse_csv.",
    object: "Name the field that holds the list, or put the object into one: [value].",
  },
  "a list of numbers": {
    list: 'Name the number with the option "by", as by: "price" or by: "$number(price)".',
  },
};

/**
 * The error of an input that a transformation can't work with.
 *
 * @example
 * throw invalidInput("split", { problem: "…", fix: "…" }); // code INVALID_INPUT, not retryable
 */
export function invalidInput(transformation: string, { problem, fix, cause }: InputProblem): ActionError {
  return failure({ code: "INVALID_INPUT", transformation, text: `${problem}. ${fix}`, cause });
}

/** The error of an input that does not fit the transformation's schema: what it wants, and what it got. */
export function wrongInput(transformation: Transformation, input: Json, error: z.ZodError): ActionError {
  const wants = transformation.input.description ?? "another input";
  const whole = error.issues.some(
    ({ path, code }) => path.length === 0 && (code === "invalid_type" || code === "invalid_union"),
  );
  const reasons = error.issues
    .slice(0, MAX_ISSUES)
    .map(({ path, message }) => `${z.core.toDotPath(path)} ${message}`.trim());
  const kind = kindOf(input);
  const advice = kind === "null" ? DEFAULT_VALUE : ADVICE[wants]?.[kind];
  return invalidInput(transformation.name, {
    problem: `wants ${wants}, got ${describeValue(input)}${whole ? "" : ` (${reasons.join("; ")})`}`,
    fix: advice ?? "Correct input or input_field.",
  });
}

/** The error of an input or an option that holds what no transformation takes, such as the key `__proto__`. */
export function refusedValue(transformation: string, { path, problem }: JsonProblem): ActionError {
  return invalidInput(transformation, {
    problem: `${problem} (at ${path})`,
    fix: "Leave it out of the data.",
  });
}

/** The error of a result that is not JSON, so that it can't be stored. */
export function invalidResult(transformation: string, { path, problem }: JsonProblem): ActionError {
  const where = path === "" ? "" : ` (at ${path})`;
  const text = `the result can't be used: ${problem}${where}. Correct the input, or what makes this value of it.`;
  return failure({ code: "INVALID_RESULT", transformation, text });
}

/**
 * What to throw when evaluating an expression failed: it would fail again, so it is not retryable.
 *
 * Errors of other kinds are handed back as they are.
 */
export function expressionFailure(transformation: string, error: unknown, where?: string): unknown {
  if (!(error instanceof TuttiError)) return error;
  const place = where === undefined ? "" : `${where}: `;
  return failure({
    code: error.code,
    transformation,
    text: `${place}${error.message} ${error.fix}`,
    cause: error,
  });
}

interface Failure {
  readonly code: string;
  readonly transformation: string;
  readonly text: string;
  readonly cause?: unknown;
}

function failure({ code, transformation, text, cause }: Failure): ActionError {
  const details: JsonObject = { transformation };
  return new ActionError({ code, message: `${transformation}: ${text}`, retryable: false, details, cause });
}
