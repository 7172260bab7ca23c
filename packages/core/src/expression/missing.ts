import { TuttiError } from "../errors";
import type { Json } from "../json/json";
import { hintForName } from "./slips";
import type { Reference, Scope } from "./types";

const MAX_AVAILABLE = 20;

/** What is not there, and what is. */
interface Gap {
  readonly missing: string;
  readonly available: readonly string[];
}

/**
 * Checks, before an evaluation, that the paths it surely reads lead somewhere. A path on an array is left to the
 * evaluation, which maps it; a name that is absent or null altogether is no typo in a path.
 *
 * @throws TuttiError `MISSING_VALUE`
 */
export function checkRequired(references: readonly Reference[], scope: Scope): void {
  for (const reference of references) {
    if (!reference.required || reference.path.length === 0) continue;
    const gap = gapIn(valueOf(reference, scope), reference.path, false);
    if (gap !== undefined) throw missingValue(pathText(reference), gap);
  }
}

/** Is something that an expression reads a skipped action, so that having no value means null? */
export function readsNull(references: readonly Reference[], scope: Scope): boolean {
  return references.some((reference) => valueOf(reference, scope) === null);
}

/** The error for a template whose expression gave no value, as far as its references explain why. */
export function explainMissing(source: string, references: readonly Reference[], scope: Scope): TuttiError {
  for (const reference of references) {
    const value = valueOf(reference, scope);
    const gap = value === undefined ? absentName(reference, scope) : gapIn(value, reference.path, true);
    if (gap !== undefined) return missingValue(pathText(reference), gap);
  }
  return missingValue(source, { missing: source, available: [] });
}

function missingValue(path: string, { missing, available }: Gap): TuttiError {
  const hint = hintForName(missing);
  return TuttiError.of("MISSING_VALUE", {
    path,
    missing,
    available,
    ...(hint === undefined ? {} : { hint }),
  });
}

function valueOf({ kind, name }: Reference, { root, variables = {} }: Scope): Json | undefined {
  const names = kind === "root" ? root : variables;
  return Object.hasOwn(names, name) ? names[name] : undefined;
}

function absentName({ kind, name }: Reference, { root, variables = {} }: Scope): Gap {
  const prefix = kind === "root" ? "" : "$";
  const names = kind === "root" ? root : variables;
  const available = Object.keys(names).filter((key) => names[key] !== undefined);
  return { missing: prefix + name, available: available.slice(0, MAX_AVAILABLE).map((key) => prefix + key) };
}

/** The first name of a path that is not there; `throughArrays`: look into arrays by their first item. */
function gapIn(start: Json | undefined, path: readonly string[], throughArrays: boolean): Gap | undefined {
  let value: Json | undefined = start;
  if (value === undefined || value === null) return undefined;
  for (const name of path) {
    const at = throughArrays ? firstOf(value) : value;
    if (Array.isArray(at)) return undefined;
    const part = partOf(at, name);
    if (part === undefined) return { missing: name, available: keysOf(at) };
    value = part;
  }
  return undefined;
}

function firstOf(value: Json | undefined): Json | undefined {
  let first = value;
  while (Array.isArray(first)) first = (first as readonly Json[])[0];
  return first;
}

function partOf(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, Json | undefined>>)[name];
}

function keysOf(value: Json | undefined): string[] {
  return typeof value === "object" && value !== null ? Object.keys(value).slice(0, MAX_AVAILABLE) : [];
}

/** A reference as it is written in an expression. */
function pathText({ kind, name, path }: Reference): string {
  const [first = "", ...rest] = [name, ...path].map((key) =>
    /^[A-Za-z_]\w*$/.test(key) ? key : `\`${key}\``,
  );
  return [(kind === "variable" ? "$" : "") + first, ...rest].join(".");
}
