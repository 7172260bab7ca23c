import type { Json } from "../json/json";

/** What {@link parseJsonText} gives: the value, or the sentence that says what is wrong and where. */
export type JsonText = { readonly value: Json } | { readonly problem: string };

/**
 * Parses JSON text. A mistake is told with line and column (from 1), what would fit, and what is there.
 *
 * @example
 * parseJsonText('{ "a": }'); // { problem: 'Invalid JSON at line 1, column 8: expected a value, got "}"' }
 */
export function parseJsonText(text: string): JsonText {
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    const { offset, expected } = findMistake(text);
    const lines = text.slice(0, offset).split("\n");
    const place = `line ${lines.length}, column ${(lines.at(-1) ?? "").length + 1}`;
    return { problem: `Invalid JSON at ${place}: expected ${expected}, got ${wordAt(text, offset)}` };
  }
}

type State = "value" | "item or end" | "key" | "key or end" | "colon" | "after item" | "after entry" | "end";
type Token = "{" | "}" | "[" | "]" | "," | ":" | "text" | "scalar";
type Step = State | "open" | "close" | "done";

const VALUE: Partial<Record<Token, Step>> = { "{": "open", "[": "open", text: "done", scalar: "done" };

/** JSON's grammar: what each token leads to. `open`, `close` and `done` depend on what is open. */
const GRAMMAR: Record<State, { readonly expected: string; readonly steps: Partial<Record<Token, Step>> }> = {
  value: { expected: "a value", steps: VALUE },
  "item or end": { expected: 'a value or "]"', steps: { ...VALUE, "]": "close" } },
  key: { expected: "a key in double quotes", steps: { text: "colon" } },
  "key or end": { expected: 'a key in double quotes or "}"', steps: { text: "colon", "}": "close" } },
  colon: { expected: '":"', steps: { ":": "value" } },
  "after item": { expected: '"," or "]"', steps: { ",": "value", "]": "close" } },
  "after entry": { expected: '"," or "}"', steps: { ",": "key", "}": "close" } },
  end: { expected: "nothing more", steps: {} },
};

const SOUND_TEXT = "text that ends in a double quote, with \\n for a line break";

const BLANKS = /[ \t\r\n]*/y;
const TOKEN =
  /([{}[\],:])|("[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})[ !#-[\]-\uffff]*)*")|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

/** Where text stops being JSON. Needed since engines tell the position each in their own way, or not at all. */
function findMistake(text: string): { readonly offset: number; readonly expected: string } {
  const open: Token[] = [];
  let state: State = "value";
  for (let offset = 0; ; offset = TOKEN.lastIndex) {
    BLANKS.lastIndex = offset;
    BLANKS.test(text);
    const { expected, steps } = GRAMMAR[state];
    const start = BLANKS.lastIndex;
    const token = tokenAt(text, start);
    if (token === undefined) return { offset: start, expected: text[start] === '"' ? SOUND_TEXT : expected };
    const step = steps[token];
    if (step === undefined) return { offset: start, expected };
    state = follow(step, token, open);
  }
}

function tokenAt(text: string, offset: number): Token | undefined {
  TOKEN.lastIndex = offset;
  const match = TOKEN.exec(text);
  if (match === null) return undefined;
  return (match[1] as Token | undefined) ?? (match[2] === undefined ? "scalar" : "text");
}

function follow(step: Step, token: Token, open: Token[]): State {
  if (step === "open") {
    open.push(token);
    return token === "{" ? "key or end" : "item or end";
  }
  if (step === "close") open.pop();
  else if (step !== "done") return step;
  const holder = open.at(-1);
  if (holder === undefined) return "end";
  return holder === "{" ? "after entry" : "after item";
}

function wordAt(text: string, offset: number): string {
  const [word] = /^(?:[\w.+-]+|"[^"\n]*"?|[^])/.exec(text.slice(offset, offset + 40)) ?? [];
  return word === undefined ? "the end of the text" : JSON.stringify(word);
}
