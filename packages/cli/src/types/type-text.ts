import type { Json } from "@tutti/core/plugin";

/** A TypeScript type as text. */
export type TypeText = string;

/** What is not known, or can't be said. */
export const UNKNOWN: TypeText = "unknown";

/** A value's own type: `"a"`, `{ readonly b: 1 }`. */
export function literalType(value: Json): TypeText {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `readonly [${(value as readonly Json[]).map(literalType).join(", ")}]`;
  return objectType(Object.entries(value).map(([name, one]) => ({ name, type: literalType(one) })));
}

/** A type that is one of these. */
export function unionType(types: readonly TypeText[]): TypeText {
  const different = [...new Set(types)];
  return different.includes(UNKNOWN) ? UNKNOWN : different.join(" | ") || "never";
}

/** A list of such items. */
export function arrayType(item: TypeText): TypeText {
  return `readonly ${/^(?:\w+|"[^"]*"|\{[^{}]*\})$/.test(item) ? item : `(${item})`}[]`;
}

/** A member of an object type. */
export interface Member {
  readonly name: string;
  readonly type: TypeText;
  readonly isOptional?: boolean;
}

/** An object type on one line. */
export function objectType(members: readonly Member[]): TypeText {
  return members.length === 0 ? "{}" : `{ ${members.map((one) => `${memberText(one)};`).join(" ")} }`;
}

/** A member, without a closing semicolon. */
export function memberText({ isOptional = false, name, type }: Member): string {
  return `readonly ${keyText(name)}${isOptional ? "?" : ""}: ${type}`;
}

/** A name as a key. */
export function keyText(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/** Text as a comment of the code that follows. Nothing, for no text. */
export function commentLines(text: string, indent: string): string[] {
  const lines = text
    .replaceAll("*/", "*\\/")
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== "");
  const [first = "", ...others] = lines;
  if (lines.length === 0) return [];
  if (others.length === 0) return [`${indent}/** ${first} */`];
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`), `${indent} */`];
}
