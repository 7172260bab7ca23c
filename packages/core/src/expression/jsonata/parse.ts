import jsonata from "jsonata";
import { tokensOf } from "../lexer";
import { ESCAPED_QUOTE_HINT, hintFor } from "../slips";
import type { Compilation, ExpressionProblem } from "../types";
import { measureTree, type Node, nodesOf } from "./ast";
import { tooComplex } from "./complexity";

/** An expression that JSONata can evaluate, and its tree: changing the tree changes what is evaluated. */
export interface Parsed {
  readonly source: string;
  readonly expression: jsonata.Expression;
  readonly tree: Node;
  readonly nodes: number;
  readonly height: number;
}

// Evaluating recurses over the tree; far below what the stack would bear.
const MAX_HEIGHT = 500;
const MAX_REASON = 300;

/** Parses an expression, or tells why it is none. */
export function parse(source: string): Compilation<Parsed> {
  const refused = source.trim() === "" ? "it is empty" : tooComplex(source);
  if (refused !== undefined) return failed(source, { reason: refused });
  try {
    const expression = jsonata(source);
    // ast() gives the very object that evaluate() walks, which a test asserts.
    const tree = expression.ast() as Node;
    const size = measureTree(tree);
    if (size.height > MAX_HEIGHT)
      return failed(source, { reason: `it nests or chains deeper than ${MAX_HEIGHT}` });
    const quote = escapedQuote(source);
    if (quote !== undefined) return failed(source, quote);
    repairCopies(tree);
    return { ok: true, value: { source, expression, tree, ...size } };
  } catch (error) {
    return failed(source, explain(error, source));
  }
}

type Explained = Omit<ExpressionProblem, "expression" | "path">;

function failed(expression: string, explained: Explained): { ok: false; problem: ExpressionProblem } {
  return { ok: false, problem: { expression, path: [], ...explained } };
}

/** Tells why JSONata's parser refused a text. It throws plain objects, and native errors for regular expressions. */
function explain(error: unknown, source: string): Explained {
  if (error instanceof RangeError) return { reason: "it nests too deeply" };
  const { code, message, position, token } = error as Partial<jsonata.JsonataError>;
  const hint = hintFor(source);
  const unexpected = UNEXPECTED.has(code ?? "");
  const text = unexpected ? `unexpected ${JSON.stringify(token)}` : (message ?? "it is not JSONata");
  return {
    reason: shortened(lowerFirst(text.replace(/\.$/, ""))),
    ...(position === undefined ? {} : { position }),
    ...(hint === undefined ? {} : { hint }),
  };
}

// "Syntax error", "… cannot be used as a unary operator", "Unknown operator": a token that can't stand where it does.
const UNEXPECTED = new Set(["S0201", "S0204", "S0211"]);

function shortened(text: string): string {
  return text.length > MAX_REASON ? `${text.slice(0, MAX_REASON - 3)}...` : text;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** `\\"x\\"` outside of a string parses, as a name with quotes in it, but nobody means that. */
function escapedQuote(source: string): Explained | undefined {
  for (const { kind, start, end } of tokensOf(source)) {
    if (kind === "word" && /\\["']/.test(source.slice(start, end))) {
      return { reason: 'unexpected "\\"', position: end, hint: ESCAPED_QUOTE_HINT };
    }
  }
  return undefined;
}

/**
 * JSONata's parser copies the left side of `??` and `?:` through JSON, which loses regular expressions and function
 * signatures: `$match(a, /b/) ?? "none"` would always be "none". Puts back what the originals have.
 */
function repairCopies(tree: Node): void {
  const broken = [...nodesOf(tree)].filter(isBrokenCopy);
  if (broken.length === 0) return;
  const originals = [...nodesOf(tree)].filter((node) => !isBrokenCopy(node));
  for (const copy of broken) {
    const original = originals.find((node) => node.type === copy.type && node.position === copy.position);
    if (original === undefined) continue;
    if (copy.type === "regex") copy.value = original.value;
    else if (original.signature !== undefined) copy.signature = original.signature;
  }
}

function isBrokenCopy(node: Node): boolean {
  if (node.type === "regex") return !(node.value instanceof RegExp);
  return node.signature !== undefined && typeof node.signature.validate !== "function";
}
