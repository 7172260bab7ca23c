import type { Issue } from "../errors";
import type { Json } from "../json/json";
import { parseJsonText } from "./json-text";
import { wrongValue } from "./parameter-problems";
import { toIssues } from "./problem";
import { isObject } from "./json-data";
import type { ParameterDefinition, ParameterType } from "./schema/parameter";

/** The value that a text stands for, or the issue that it stands for none. */
export type CoercedParameter =
  | { readonly success: true; readonly value: Json; readonly errors: readonly [] }
  | { readonly success: false; readonly value: null; readonly errors: readonly Issue[] };

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** What a text of each type looks like, and how it is read; undefined: it is not of this type. */
const READERS: Readonly<
  Record<ParameterType, { readonly expected: string; readonly read: (text: string) => Json | undefined }>
> = {
  string: { expected: "text", read: (text) => text },
  integer: {
    expected: "an integer such as 25",
    read: (text) => (/^[+-]?\d+$/.test(text) ? Number(text) : undefined),
  },
  number: {
    expected: "a number such as 0.5",
    read: (text) => (NUMBER.test(text) && Number.isFinite(Number(text)) ? Number(text) : undefined),
  },
  boolean: {
    expected: "true or false",
    read: (text) => (text === "true" || text === "false" ? text === "true" : undefined),
  },
  array: {
    expected: 'an array as JSON, such as ["a", "b"]',
    read: (text) => jsonIf(text, Array.isArray),
  },
  object: { expected: 'an object as JSON, such as { "a": 1 }', read: (text) => jsonIf(text, isObject) },
};

/**
 * Reads a parameter's value from text, as from a command line, by the type the parameter declares.
 * The rules of the parameter are left to {@link checkParameters}.
 *
 * @returns the value, or an `INVALID_PARAMETERS` issue that does not tell a secret.
 *
 * @example
 * coerceParameter({ name: "user_age", type: "integer", required: true }, "25").value; // 25
 */
export function coerceParameter(definition: ParameterDefinition, text: string): CoercedParameter {
  const { expected, read } = READERS[definition.type];
  const value = read(text);
  if (value !== undefined) return { success: true, value, errors: [] };
  const problem = wrongValue({ definition, expected, value: text }, ["parameters"]);
  return { success: false, value: null, errors: toIssues("INVALID_PARAMETERS", [problem]) };
}

function jsonIf(text: string, fits: (value: unknown) => boolean): Json | undefined {
  const parsed = parseJsonText(text);
  return "value" in parsed && fits(parsed.value) ? parsed.value : undefined;
}
