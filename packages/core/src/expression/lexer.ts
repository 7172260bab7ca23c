/** What a piece of an expression's text is, as far as it matters to us. */
export type TokenKind = "string" | "quoted-name" | "regex" | "comment" | "operator" | "word";

/** A piece of an expression's text. A `word` is a name, a number, a keyword or a `$variable`. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** false: the text ended inside a string, a quoted name, a regular expression or a comment. */
  readonly closed: boolean;
}

const SPACE = " \t\n\r\v";
// JSONata ends a name at these; quotes and backslashes are part of a name.
const OPERATORS = ".[]{}(),@#;:?+-*/%|=<>^&!~";
const LONG_OPERATORS = ["..", ":=", "!=", ">=", "<=", "**", "~>", "?:", "??"];
const KEYWORDS = new Set(["and", "or", "in"]);

/**
 * Cuts an expression into tokens by the rules of JSONata's own tokenizer, which it does not offer for use. Never
 * fails: text that is no expression gives tokens too. Used for what must be known before, or when, parsing fails.
 *
 * @example
 * [...tokensOf('a & "}}"')].map((t) => t.kind); // word, operator, string
 */
export function* tokensOf(text: string, from = 0): Generator<Token> {
  // A "/" after an operand divides; anywhere else it opens a regular expression.
  let afterOperand = false;
  let position = from;
  while (position < text.length) {
    if (SPACE.includes(text.charAt(position))) {
      position += 1;
      continue;
    }
    const token = tokenAt(text, position, afterOperand);
    yield token;
    position = token.end;
    if (token.kind !== "comment")
      afterOperand = isOperand(text.slice(token.start, token.end), token, afterOperand);
  }
}

function tokenAt(text: string, start: number, afterOperand: boolean): Token {
  const char = text.charAt(start);
  if (text.startsWith("/*", start)) return until(text, "comment", { start, close: "*/", from: start + 2 });
  if (char === "/" && !afterOperand) return regexAt(text, start);
  if (OPERATORS.includes(char)) return operatorAt(text, start);
  if (char === '"' || char === "'") return stringAt(text, start);
  if (char === "`") return until(text, "quoted-name", { start, close: "`", from: start + 1 });
  return wordAt(text, start);
}

function operatorAt(text: string, start: number): Token {
  const long = LONG_OPERATORS.some((operator) => text.startsWith(operator, start));
  return { kind: "operator", start, end: start + (long ? 2 : 1), closed: true };
}

function wordAt(text: string, start: number): Token {
  let end = start + 1;
  while (end < text.length && !SPACE.includes(text.charAt(end)) && !OPERATORS.includes(text.charAt(end)))
    end += 1;
  return { kind: "word", start, end, closed: true };
}

function until(text: string, kind: TokenKind, at: { start: number; close: string; from: number }): Token {
  const found = text.indexOf(at.close, at.from);
  return found === -1
    ? { kind, start: at.start, end: text.length, closed: false }
    : { kind, start: at.start, end: found + at.close.length, closed: true };
}

function stringAt(text: string, start: number): Token {
  const quote = text.charAt(start);
  for (let i = start + 1; i < text.length; i++) {
    if (text.charAt(i) === "\\") i += 1;
    else if (text.charAt(i) === quote) return { kind: "string", start, end: i + 1, closed: true };
  }
  return { kind: "string", start, end: text.length, closed: false };
}

/** A regular expression ends at the first "/" outside of brackets and not escaped; flags follow. */
function regexAt(text: string, start: number): Token {
  let depth = 0;
  for (let i = start + 1; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === "/" && depth === 0 && !isEscaped(text, i)) {
      let end = i + 1;
      while (text.charAt(end) === "i" || text.charAt(end) === "m") end += 1;
      return { kind: "regex", start, end, closed: true };
    }
    // Only the one character before counts here, as in JSONata.
    if (text.charAt(i - 1) !== "\\") depth += bracketStep(char);
  }
  return { kind: "regex", start, end: text.length, closed: false };
}

function bracketStep(char: string): number {
  if ("([{".includes(char)) return 1;
  return ")]}".includes(char) ? -1 : 0;
}

function isEscaped(text: string, position: number): boolean {
  let first = position;
  while (text.charAt(first - 1) === "\\") first -= 1;
  return (position - first) % 2 === 1;
}

function isOperand(text: string, token: Token, afterOperand: boolean): boolean {
  if (token.kind !== "operator") return !(KEYWORDS.has(text) && afterOperand);
  // "*", "**" and "%" are operands (wildcard, descendants, parent) where an operand is due.
  return [")", "]", "}"].includes(text) || (!afterOperand && ["*", "**", "%"].includes(text));
}
