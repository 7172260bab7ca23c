import type { Json } from "../json/json";
import { label, type Path, type Problem } from "./problem";

/** Deeper data is refused: it would cost a stack frame per level wherever it is read later. */
export const MAX_DEPTH = 100;

/** What {@link copyJson} takes besides the value. */
export interface CopyOptions {
  /** Where the value stands, for messages. */
  readonly path: Path;
  /** Stop copying when the value takes more bytes than this. */
  readonly maxBytes: number;
}

/** What {@link copyJson} gives. */
export interface JsonCopy {
  /** The copy, frozen; null stands where a problem is. */
  readonly value: Json;
  /** Its size as compact JSON in UTF-8; when it is over `maxBytes`, the copy is incomplete. */
  readonly bytes: number;
  readonly problems: readonly Problem[];
}

/**
 * Copies a value of unknown origin into frozen plain JSON data, and says where it is no JSON.
 *
 * It runs no code of the value: getters are refused, and a proxy that throws is a problem like any
 * other. Shared parts are copied each time they occur, so `maxBytes` also bounds the work.
 *
 * @example
 * copyJson({ at: new Date(0) }, { path: [], maxBytes: 1024 }).problems[0]?.problem; // "at": a Date is not JSON
 */
export function copyJson(value: unknown, options: CopyOptions): JsonCopy {
  const copier = new JsonCopier(options);
  const { problems } = copier;
  try {
    return { value: copier.copy(value), bytes: copier.bytes, problems };
  } catch (error) {
    if (!(error instanceof TooLarge)) copier.refuse("a value that throws when it is read");
    return { value: null, bytes: copier.bytes, problems };
  }
}

const PLAIN = "text, a number, true, false, null, an array or a plain object.";

const PROTO = [
  "a key of this name is refused, because it could change what other objects are",
  "Rename the key.",
] as const;

class TooLarge extends Error {}

class JsonCopier {
  readonly problems: Problem[] = [];
  bytes = 0;
  readonly #path: PropertyKey[];
  readonly #deepest: number;
  readonly #maxBytes: number;
  readonly #open = new Set<object>();

  constructor({ path, maxBytes }: CopyOptions) {
    this.#path = [...path];
    this.#deepest = path.length + MAX_DEPTH;
    this.#maxBytes = maxBytes;
  }

  copy(value: unknown): Json {
    switch (typeof value) {
      case "string":
        this.#count(jsonBytes(value));
        return value;
      case "boolean":
        this.#count(value ? 4 : 5);
        return value;
      case "number":
        return this.#copyNumber(value);
      case "undefined":
        return this.refuse("undefined", `Leave it out, or give ${PLAIN}`);
      case "object":
        return this.#copyObject(value);
      default:
        return this.refuse(`a ${typeof value}`);
    }
  }

  /** Notes that what is being copied is not JSON, and gives what stands there instead. */
  refuse(what: string, fix = `Give ${PLAIN}`): null {
    return this.#note(`${what} is not JSON`, fix);
  }

  #note(problem: string, fix: string): null {
    const path = [...this.#path];
    this.problems.push({ path, problem: `${label(path)}: ${problem}`, fix });
    return null;
  }

  #count(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > this.#maxBytes) throw new TooLarge();
  }

  #copyNumber(value: number): Json {
    if (!Number.isFinite(value)) return this.refuse(String(value));
    this.#count(String(value).length);
    // -0 becomes 0, as in JSON.
    return value === 0 ? 0 : value;
  }

  #copyObject(value: object | null): Json {
    if (value === null) {
      this.#count(4);
      return null;
    }
    if (this.#open.has(value)) return this.refuse("a reference back to what holds it");
    if (this.#path.length >= this.#deepest) return this.refuse(`nesting of more than ${MAX_DEPTH} levels`);
    this.#open.add(value);
    const copy = this.#copyMembers(value);
    this.#open.delete(value);
    return Object.freeze(copy);
  }

  #copyMembers(value: object): Json {
    this.#count(2);
    if (Array.isArray(value)) return this.#copyItems(value);
    return isPlain(value) ? this.#copyEntries(value) : this.refuse(`a ${className(value)}`);
  }

  #copyItems(array: readonly unknown[]): Json {
    const copy: Json[] = [];
    for (let index = 0; index < array.length; index++) {
      if (index > 0) this.#count(1);
      copy.push(this.#copyProperty(array, index));
      // The first hole ends the list: an array may claim billions of them.
      if (!Object.hasOwn(array, index)) break;
    }
    return copy;
  }

  #copyEntries(object: object): Json {
    const copy: Record<string, Json> = {};
    const keys = Object.keys(object);
    this.#count(Math.max(0, keys.length - 1));
    for (const key of keys) {
      this.#count(jsonBytes(key) + 1);
      const value = this.#copyProperty(object, key);
      if (key !== "__proto__") copy[key] = value;
    }
    return copy;
  }

  #copyProperty(holder: object, key: PropertyKey): Json {
    this.#path.push(key);
    const property = Object.getOwnPropertyDescriptor(holder, key);
    const copy = key === "__proto__" ? this.#note(...PROTO) : this.#copyDescribed(property);
    this.#path.pop();
    return copy;
  }

  #copyDescribed(property: PropertyDescriptor | undefined): Json {
    if (property === undefined) return this.refuse("a hole in an array");
    return "value" in property ? this.copy(property.value) : this.refuse("a getter or setter");
  }
}

/** Objects with no behaviour of their own, also those of another realm. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function className(value: object): string {
  const { constructor } = Object.getPrototypeOf(value) as { constructor?: unknown };
  return typeof constructor === "function" && constructor.name !== "" ? constructor.name : "special object";
}

/** The bytes of a text as JSON in UTF-8, with its quotes. */
function jsonBytes(text: string): number {
  // Most texts need no escapes; this is the fast way to know.
  return /^[ !#-[\]-~]*$/.test(text) ? text.length + 2 : utf8Bytes(JSON.stringify(text));
}

/** The bytes of a text in UTF-8. */
export function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // A surrogate is half of a character of 4 bytes.
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
