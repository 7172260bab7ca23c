import type { Json } from "../../json/json";
import type { EvaluationLimits } from "../types";
import { isFunctionValue, LimitExceeded } from "./guard";

/** Why a value is none of JSON's. */
export class NotJson extends Error {}

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
    if (typeof value === "string") return this.text(value);
    if (typeof value === "number") return this.number(value);
    if (typeof value === "boolean" || value === null) return this.counted(value, 4);
    if (value === undefined) return this.counted(null, 4);
    if (isFunctionValue(value) || typeof value !== "object") throw new NotJson("it gives a function, not a value");
    if (depth >= this.limits.depth) throw new LimitExceeded("depth", this.limits.depth);
    return Array.isArray(value) ? this.array(value, depth) : this.object(value, depth);
  }

  private array(values: readonly unknown[], depth: number): Json[] {
    this.count(2);
    const copy: Json[] = [];
    for (const value of values) {
      this.count(1);
      copy.push(this.copy(value, depth + 1));
    }
    return copy;
  }

  private object(source: object, depth: number): Json {
    this.count(2);
    const copy: Record<string, Json> = {};
    for (const [key, value] of Object.entries(source)) {
      if (value === undefined) continue;
      this.count(utf8Bytes(key) + 4);
      setOwn(copy, key, this.copy(value, depth + 1));
    }
    return copy;
  }

  private text(text: string): string {
    return this.counted(text, utf8Bytes(text) + 2);
  }

  private number(number: number): number {
    if (!Number.isFinite(number)) throw new NotJson(`it gives ${String(number)}, which JSON can't hold`);
    return this.counted(number, Number.isInteger(number) ? 8 : 16);
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

function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // A surrogate pair is two units of text and four bytes.
    if (code >= 0x80) bytes += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}

/** Copies JSON data deeply. Used for input that an evaluation may write to. */
export function copyJson<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => copyJson(item)) as T;
  const copy: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) setOwn(copy, key, copyJson<unknown>(part));
  return copy as T;
}
