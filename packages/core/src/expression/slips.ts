import { type Token, tokensOf } from "./lexer";

/** A habit from another language: how it looks in the text, and what JSONata has instead. */
interface Slip {
  readonly looksLike: (text: string, token: Token) => boolean;
  readonly hint: string;
}

const starts =
  (sign: string) =>
  (text: string, token: Token): boolean =>
    text.startsWith(sign, token.start);

const before = (text: string, token: Token): string => text.slice(0, token.start).trimEnd();

/** For quotes that were escaped for JSON or YAML once too often. */
export const ESCAPED_QUOTE_HINT = "Quotes need no backslash here: write \"text\" or 'text'.";

const SLIPS: readonly Slip[] = [
  { looksLike: starts("!=="), hint: "JSONata compares with !=, and never converts types: a != b." },
  { looksLike: starts("==="), hint: "JSONata compares with a single =, and never converts types: a = b." },
  { looksLike: starts("=="), hint: "JSONata compares with a single =: a = b." },
  { looksLike: starts("=>"), hint: "JSONata writes a function as function($x) { $x + 1 }." },
  { looksLike: starts("<>"), hint: "JSONata writes unequal as !=: a != b." },
  { looksLike: starts("&&"), hint: "JSONata writes this as and: a and b." },
  { looksLike: starts("||"), hint: "JSONata writes this as or: a or b." },
  {
    looksLike: starts("?."),
    hint: "JSONata needs no ?.: a path through a missing value has no value. Write a.b.",
  },
  {
    looksLike: starts("|"),
    hint: "JSONata has no filters behind a |: call a function, such as $uppercase(name).",
  },
  {
    looksLike: (text, token) => starts("!")(text, token) && !starts("!=")(text, token),
    hint: "JSONata negates with a function: $not(x).",
  },
  {
    looksLike: (text, token) => word(text, token) === "not",
    hint: "JSONata negates with a function: $not(x).",
  },
  {
    looksLike: (text, token) => /\\["']/.test(word(text, token)),
    hint: ESCAPED_QUOTE_HINT,
  },
  {
    looksLike: (text, token) =>
      word(text, token) === "if" && text.slice(token.end).trimStart().startsWith("("),
    hint: "JSONata writes this as condition ? value : other.",
  },
  {
    looksLike: (text, token) => starts("{")(text, token) && before(text, token).endsWith("$"),
    hint: "The braces of a template are enough: {{name}}, without ${ }.",
  },
];

function word(text: string, token: Token): string {
  return token.kind === "word" ? text.slice(token.start, token.end) : "";
}

/**
 * What to write instead, when an expression that does not parse shows a habit from another language. Looks only
 * outside of strings, comments and regular expressions.
 *
 * @example
 * hintFor("a == 1"); // "JSONata compares with a single =: a = b."
 */
export function hintFor(expression: string): string | undefined {
  for (const token of tokensOf(expression)) {
    if (token.kind !== "operator" && token.kind !== "word") continue;
    const slip = SLIPS.find((candidate) => candidate.looksLike(expression, token));
    if (slip !== undefined) return slip.hint;
  }
  return undefined;
}

const COUNT = "Write $count(array) for how many items, $length(text) for how many characters.";

/** Methods and functions of other languages, and what JSONata has instead. Names that JSONata has too are not here. */
const FOREIGN_FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ["len", COUNT],
  ["size", COUNT],
  ["toUpperCase", "Write $uppercase(text)."],
  ["upper", "Write $uppercase(text)."],
  ["toLowerCase", "Write $lowercase(text)."],
  ["lower", "Write $lowercase(text)."],
  ["toString", "Write $string(value)."],
  ["String", "Write $string(value)."],
  ["parseInt", "Write $number(text)."],
  ["parseFloat", "Write $number(text)."],
  ["Number", "Write $number(text)."],
  ["includes", 'Write $contains(text, "part"), or value in array.'],
  ["indexOf", 'Write $contains(text, "part"), or value in array.'],
  ["slice", "Write $substring(text, start, length), or array[[0..2]]."],
  ["concat", "Write $append(a, b) for arrays, a & b for text."],
  ["push", "Write $append(array, value)."],
  ["forEach", "Write $map(array, function($x) { … })."],
  ["find", "Write array[condition]: items[id = 5]."],
  ["stringify", "Write $string(value)."],
  ["defined", "Write $exists(value)."],
  ["isEmpty", "Write $count(array) = 0."],
]);

/**
 * What to write instead of calling `name(…)`, when that is known: in JSONata every function's name starts with `$`.
 *
 * @example
 * hintForCall("sum", new Set(["sum"])); // "Function names start with $: write $sum(…)."
 */
export function hintForCall(name: string, functions: ReadonlySet<string>): string | undefined {
  if (name === "length") return COUNT;
  if (functions.has(name)) return `Function names start with $: write $${name}(…).`;
  return FOREIGN_FUNCTIONS.get(name);
}

/** What to write instead of reading `name`, which is not there. */
export function hintForName(name: string): string | undefined {
  return name === "length" ? `JSONata has no .length. ${COUNT}` : undefined;
}
