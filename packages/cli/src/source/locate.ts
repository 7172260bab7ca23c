import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  visit,
} from "yaml";
import type { SourceData } from "./parse-source";
import type { Range } from "./source-text";

/** A part of a document: a value, with the key or the dash in front of it. */
interface Part {
  readonly key: Node | undefined;
  readonly value: Node | undefined;
}

/**
 * Reads a path as core writes it.
 *
 * @example
 * parsePath('actions[1].config["a b"]'); // ["actions", 1, "config", "a b"]
 */
export function parsePath(path: string): (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g)].map(
    ([, index, quoted, name = ""]) => {
      if (index !== undefined) return Number(index);
      return quoted === undefined ? name : (JSON.parse(quoted) as string);
    },
  );
}

/**
 * Where the value of a path stands. For what is not there it is the nearest part around it that is; of a
 * map or list it is the key that it belongs to.
 */
export function locate({ document, source }: SourceData, path: string): Range {
  const keys = parsePath(path);
  let part: Part = { key: undefined, value: resolved(document.contents, document) };
  let depth = 0;
  for (const key of keys) {
    const next = partOf(part.value, key, document);
    if (next === undefined) break;
    part = next;
    depth += 1;
  }
  return rangeOf(part, depth === keys.length) ?? { start: 0, end: source.line(1).length };
}

/** Where the key of a path's last step stands; undefined when it is not there. */
export function locateKey({ document }: SourceData, path: string): Range | undefined {
  const pair = pairAt(document, parsePath(path));
  return isScalar(pair?.key) ? toRange(pair.key) : undefined;
}

/** A text inside the value of a path, and where its source begins. */
export interface TextAt {
  readonly text: string;
  readonly start: number;
}

/** Every text inside the value of a path, as its source has it: with quotes and escapes. */
export function textsAt({ document, source }: SourceData, path: string): TextAt[] {
  const keys = parsePath(path);
  const node = keys.length === 0 ? document.contents : document.getIn(keys, true);
  const texts: TextAt[] = [];
  if (!isScalar(node) && !isCollection(node)) return texts;
  visit(node, {
    Scalar(key, { range }) {
      if (key !== "key" && range && range[1] > range[0])
        texts.push({ text: source.text.slice(range[0], range[1]), start: range[0] });
    },
  });
  return texts;
}

function pairAt(document: Document, keys: readonly (string | number)[]): Pair | undefined {
  const last = keys.at(-1);
  const holder = keys.length === 1 ? document.contents : document.getIn(keys.slice(0, -1), true);
  return isMap(holder) ? pairOf(holder, last) : undefined;
}

function pairOf(
  map: { readonly items: readonly Pair[] },
  key: string | number | undefined,
): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key));
}

function partOf(node: Node | undefined, key: string | number, document: Document): Part | undefined {
  if (isSeq(node)) {
    const item = typeof key === "number" ? node.items[key] : undefined;
    return item === undefined ? undefined : { key: undefined, value: resolved(item, document) };
  }
  const pair = isMap(node) ? pairOf(node, key) : undefined;
  return pair === undefined ? undefined : { key: pair.key as Node, value: resolved(pair.value, document) };
}

function resolved(node: unknown, document: Document): Node | undefined {
  if (isAlias(node)) return node.resolve(document);
  return isScalar(node) || isCollection(node) ? node : undefined;
}

/** The range to mark for a part: `isExact` when it is what was asked for, not something around it. */
function rangeOf({ key, value }: Part, isExact: boolean): Range | undefined {
  const isWritten = isScalar(value) && toRange(value) !== undefined;
  if (isExact && isWritten) return toRange(value);
  if (key !== undefined) return toRange(key);
  // An item of a list, or the document: what begins it stands for it.
  const first = isMap(value) ? value.items[0]?.key : isSeq(value) ? value.items[0] : value;
  return isScalar(first) || isCollection(first) ? toRange(first) : toRange(value);
}

/** Undefined for a value that takes no room, as the null behind a lonely `key:`. */
function toRange(node: Node | undefined): Range | undefined {
  const [start = 0, end = 0] = node?.range ?? [];
  return end > start ? { start, end } : undefined;
}
