import { HIDDEN } from "./functions";
import { type Focus, guardOf, type Implementation, libraryOf, type Native } from "./natives";
import { isCostlyDateParse, isCostlyPicture } from "./picture";
import { replacements } from "./replacements";

/** Results that are parts of an argument, or were measured where they were made: looking at them again is waste. */
const GIVES_WHAT_IS_THERE = new Set(["lookup", "single", "reduce", "exists", "error", "assert"]);

/** What is checked before a library function runs, besides the time: true means that it would cost too much. */
const IS_TOO_COSTLY: Readonly<Record<string, (args: readonly unknown[], room: number) => boolean>> = {
  pad: ([, width, char], room) => Math.abs(Number(width)) * Math.max(1, lengthOf(char)) > room,
  join: ([texts, separator], room) => joinedLength(texts, lengthOf(separator)) > room,
  formatNumber: ([, picture]) => isCostlyPicture(picture),
  formatInteger: ([, picture]) => isCostlyPicture(picture),
  parseInteger: ([, picture]) => isCostlyPicture(picture),
  fromMillis: ([, picture]) => isCostlyPicture(picture),
  now: ([picture]) => isCostlyPicture(picture),
  toMillis: ([text, picture]) => isCostlyDateParse(text, picture),
};

/**
 * The library that expressions see, by name: JSONata's own functions, each bounded, some replaced. It holds no state
 * of an evaluation, so one library serves all.
 */
export function guardedLibrary(): ReadonlyMap<string, Native> {
  const natives = libraryOf();
  const library = new Map<string, Native>();
  const replaced = replacements(natives);
  for (const [name, native] of natives) library.set(name, guarded(name, native, replaced.get(name)));
  for (const name of [HIDDEN.orderBy, HIDDEN.list, HIDDEN.wildcard, HIDDEN.present]) {
    const implementation = replaced.get(name);
    if (implementation !== undefined) library.set(name, { _jsonata_function: true, implementation });
  }
  const error = library.get("error");
  if (error !== undefined) library.set(HIDDEN.error, error);
  return library;
}

function guarded(name: string, native: Native, replacement: Implementation | undefined): Native {
  const implementation = replacement ?? native.implementation;
  function run(this: Focus, ...args: unknown[]): unknown {
    before(this, name, args);
    const result = implementation.apply(this, args);
    return isPromise(result) ? result.then((value) => after(this, name, value)) : after(this, name, result);
  }
  // The evaluator reads a function's parameters from these, to know how many arguments to give it.
  Object.defineProperty(run, "length", { value: native.implementation.length });
  Object.defineProperty(run, "toString", { value: () => native.implementation.toString() });
  return { ...native, implementation: run };
}

function before(focus: Focus, name: string, args: readonly unknown[]): void {
  const guard = guardOf(focus);
  guard.checkTime();
  // $formatInteger(Infinity, "a") would not end; JSON has no such number anyway.
  for (const argument of args) if (typeof argument === "number") finite(argument);
  if (IS_TOO_COSTLY[name]?.(args, guard.maxText) === true) guard.tooBig();
}

function after(focus: Focus, name: string, result: unknown): unknown {
  if (typeof result === "number") return finite(result);
  const guard = guardOf(focus);
  if (typeof result === "string") {
    guard.text(result);
    guard.allocate(result.length);
  } else if (typeof result === "object" && result !== null && !GIVES_WHAT_IS_THERE.has(name))
    guard.made(result);
  return result;
}

function finite(number: number): number {
  if (Number.isFinite(number)) return number;
  throw Object.assign(new Error(`a number became ${String(number)}, which JSON can't hold`), {
    code: "NOT_FINITE",
  });
}

function isPromise(value: unknown): value is Promise<unknown> {
  return (
    typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function"
  );
}

function joinedLength(texts: unknown, separator: number): number {
  if (!Array.isArray(texts)) return 0;
  let length = texts.length * separator;
  for (const text of texts) length += lengthOf(text);
  return length;
}

function lengthOf(text: unknown): number {
  return typeof text === "string" ? text.length : 0;
}
