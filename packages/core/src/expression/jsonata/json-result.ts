import type { Json } from "../../json/json";
import type { EvaluationLimits } from "../types";
import { isFunctionValue, LimitExceeded } from "./guard";

/** Why a value is none of JSON's. */
class NotJson extends Error {}

/**
 * Copies what an evaluation gave into plain JSON: without the marks of JSONata's arrays, and sharing nothing with
 * the input. `undefined` inside an array becomes null, inside an object nothing, as in JSON.
 */
export function toJson(value: unknown, limits: EvaluationLimits): Json | undefined {
  if (value === undefined) return undefined;
  return new Copier(limits).copy(value, 0);
}

class Copier {
  private bytes = 0;

  constructor(private readonly limits: EvaluationLimits) {}

  copy(value: unknown, depth: number): Json {
    if (isFunctionValue(value)) throw new NotJson("it gives a function, not a value");
    if (typeof value !== "object" || value === null) return this.primitive(value);
    if (depth >= this.limits.depth) throw new LimitExceeded("depth", this.limits.depth);
    return Array.isArray(value) ? this.array(value, depth) : this.object(value, depth);
  }

  private primitive(value: unknown): Json {
    if (typeof value === "string") return this.counted(value, jsonBytes(value));
    if (typeof value === "number") return this.number(value);
    return value === false ? this.counted(value, 5) : this.counted(value === true ? value : null, 4);
  }

  private array(values: readonly unknown[], depth: number): Json[] {
    // Brackets, and a comma between each two items.
    this.count(2 + Math.max(0, values.length - 1));
    const copy: Json[] = [];
    for (const value of values) copy.push(this.copy(value, depth + 1));
    return copy;
  }

  private object(source: object, depth: number): Json {
    const entries = Object.entries(source).filter(([, value]) => value !== undefined);
    this.count(2 + Math.max(0, entries.length - 1));
    const copy: Record<string, Json> = {};
    for (const [key, value] of entries) {
      this.count(jsonBytes(key) + 1);
      setOwn(copy, key, this.copy(value, depth + 1));
    }
    return copy;
  }

  private number(number: number): number {
    if (!Number.isFinite(number)) throw new NotJson(`it gives ${String(number)}, which JSON can't hold`);
    return this.counted(number, String(number).length);
  }

  private counted<T>(value: T, bytes: number): T {
    this.count(bytes);
    return value;
  }

  private count(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > this.limits.outputBytes) throw new LimitExceeded("outputBytes", this.limits.outputBytes);
  }
}

/** Sets a key, also the one that would set the prototype. */
function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== "__proto__") target[key] = value;
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

/** How many bytes a text takes as JSON in UTF-8. */
function jsonBytes(text: string): number {
  let bytes = 2;
  for (const char of text) bytes += charBytes(char.codePointAt(0) ?? 0);
  return bytes;
}

// Control characters that JSON writes with one letter: \b \t \n \f \r.
const SHORT_ESCAPES = new Set([0x08, 0x09, 0x0a, 0x0c, 0x0d]);

function charBytes(code: number): number {
  if (code < 0x80) return asciiBytes(code);
  if (code < 0x800) return 2;
  // Half of a surrogate pair is no character; JSON escapes it.
  if (code >= 0xd800 && code <= 0xdfff) return 6;
  return code < 0x10000 ? 3 : 4;
}

function asciiBytes(code: number): number {
  if (code < 0x20) return SHORT_ESCAPES.has(code) ? 2 : 6;
  return code === 0x22 || code === 0x5c ? 2 : 1;
}

/** Copies JSON data deeply. Used for input that an evaluation may write to. */
export function copyJson<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => copyJson(item)) as T;
  const copy: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) setOwn(copy, key, copyJson<unknown>(part));
  return copy as T;
}
