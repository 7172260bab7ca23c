import type { Json } from "../json/json";
import { mapPath, type Step } from "./mapping";
import type { Scope } from "./types";

/** Reads a value from a scope at once; undefined: there is none. */
export type Read = (scope: Scope) => Json | undefined;

/** Where a path starts. */
export interface Start {
  readonly kind: "root" | "variable";
  readonly name: string;
}

type Container = Readonly<Record<string, Json | undefined>>;

/**
 * Compiles a path of names and literal positions to a direct read, with the meaning it has in JSONata: arrays on
 * the way are mapped over, and only own properties are seen.
 *
 * @example
 * compilePath({ kind: "root", name: "fetch" }, [{ name: "response" }, { name: "items", indexes: [0] }]);
 */
export function compilePath(start: Start, steps: readonly Step[], indexes: readonly number[] = []): Read {
  const first = compileStart(start);
  if (steps.length === 0 && indexes.length === 0) return first;
  const names = steps.map(({ name }) => name);
  const general: Read = (scope) => mapPath(first(scope), steps, indexes);
  if (indexes.length > 0 || steps.some((step) => step.indexes !== undefined)) return general;
  const [only] = names;
  return only !== undefined && names.length === 1
    ? oneStep(first, only, general)
    : manySteps(first, names, general);
}

function compileStart({ kind, name }: Start): Read {
  if (kind === "root") return ({ root }) => (Object.hasOwn(root, name) ? root[name] : undefined);
  return ({ variables }) =>
    variables !== undefined && Object.hasOwn(variables, name) ? variables[name] : undefined;
}

function oneStep(first: Read, name: string, general: Read): Read {
  return (scope) => {
    const value = first(scope);
    if (typeof value !== "object" || value === null) return undefined;
    if (Array.isArray(value)) return general(scope);
    return Object.hasOwn(value, name) ? (value as Container)[name] : undefined;
  };
}

function manySteps(first: Read, names: readonly string[], general: Read): Read {
  return (scope) => {
    let value = first(scope);
    for (const name of names) {
      if (typeof value !== "object" || value === null) return undefined;
      if (Array.isArray(value)) return general(scope);
      value = Object.hasOwn(value, name) ? (value as Container)[name] : undefined;
    }
    return value;
  };
}
