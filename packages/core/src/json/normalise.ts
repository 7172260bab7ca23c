import type { Json, JsonObject } from "./json";

/** A value as JSON sees it, with its size; or why it is no JSON. */
export type Normalised =
  | { readonly ok: true; readonly value: Json; readonly bytes: number }
  | { readonly ok: false; readonly problem: string };

/**
 * Takes a value through JSON, so that what a program handed over and what a restarted process reads
 * from the journal are the same: dates become text, `undefined` becomes null, class instances become
 * plain data. The result shares nothing with the input.
 *
 * @example
 * normalise({ at: new Date(0), gone: undefined }); // { ok: true, value: { at: "1970-…" }, bytes: 33 }
 */
export function normalise(value: unknown): Normalised {
  if (value === undefined || value === null) return { ok: true, value: null, bytes: 4 };
  try {
    const text = JSON.stringify(value) as string | undefined;
    if (text === undefined) return { ok: false, problem: `a ${typeof value} is not JSON` };
    return { ok: true, value: JSON.parse(text) as Json, bytes: byteLength(text) };
  } catch (error) {
    return {
      ok: false,
      problem: error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error),
    };
  }
}

/** The length of a text in UTF-8 bytes. */
export function byteLength(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7ff) bytes += 2;
    else if (unit > 0x7f) bytes += 1;
    // A surrogate pair is two units and four bytes: 2 + 2 + 0 instead of 2 * 3.
    if (unit >= 0xd800 && unit <= 0xdbff && isLowSurrogate(text.charCodeAt(i + 1))) i += 1;
  }
  return bytes;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** True for an object that is neither null nor an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
