import { tokensOf } from "./lexer";
import type { ExpressionProblem } from "./types";

const OPEN = "{{";

/** A text cut at its `{{ … }}`: one more literal than expressions, so `literals[i]` stands before `expressions[i]`. */
export interface SplitText {
  readonly literals: readonly string[];
  /** The expressions, without braces and the white space inside them. */
  readonly expressions: readonly string[];
}

/** What splitting gives: the parts, or why the text is no template. */
export type SplitResult =
  | { readonly ok: true; readonly value: SplitText }
  | { readonly ok: false; readonly problem: Omit<ExpressionProblem, "path"> };

/**
 * Does a text hold a template, so that it may be anything once it is resolved?
 *
 * @example
 * hasTemplate("Hi {{name}}"); // true
 */
export function hasTemplate(text: string): boolean {
  return text.includes(OPEN);
}

/**
 * Cuts a text at its `{{ … }}`. Braces in strings, comments, regular expressions, quoted names and object
 * constructors of an expression do not end it.
 *
 * @example
 * splitTemplate('Hi {{name}}{{ {"a": "}}"} }}!'); // literals ["Hi ", "", "!"], expressions ["name", '{"a": "}}"}']
 */
export function splitTemplate(text: string): SplitResult {
  const literals: string[] = [];
  const expressions: string[] = [];
  let position = 0;
  for (;;) {
    const open = text.indexOf(OPEN, position);
    if (open === -1) break;
    const inside = open + OPEN.length;
    const { close, openQuote } = findClose(text, inside);
    if (close === undefined) return { ok: false, problem: unclosed(text.slice(inside), openQuote) };
    literals.push(text.slice(position, open));
    expressions.push(text.slice(inside, close).trim());
    position = close + 2;
  }
  literals.push(text.slice(position));
  return { ok: true, value: { literals, expressions } };
}

/** Where the `}}` stands that closes the expression starting at `from`; or what swallowed it. */
function findClose(text: string, from: number): { close?: number; openQuote?: string } {
  let depth = 0;
  for (const token of tokensOf(text, from)) {
    if (!token.closed)
      return { openQuote: text.slice(token.start, token.start + (token.kind === "comment" ? 2 : 1)) };
    if (token.kind !== "operator") continue;
    const char = text.charAt(token.start);
    if (char === "{") depth += 1;
    else if (char === "}") {
      if (depth === 0 && text.charAt(token.end) === "}") return { close: token.start };
      depth = Math.max(0, depth - 1);
    }
  }
  return {};
}

function unclosed(rest: string, openQuote: string | undefined): Omit<ExpressionProblem, "path"> {
  const hint =
    openQuote === undefined
      ? 'Close it with }}. For a literal {{ in the text write {{"{{"}}.'
      : `A ${openQuote} inside it is not closed.`;
  return { expression: rest.trim(), reason: "{{ is not closed with }}", hint };
}
