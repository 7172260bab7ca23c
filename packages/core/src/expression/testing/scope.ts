import type { Json } from "../../json/json";
import { compileExpression } from "../expression";
import { compileTemplate } from "../template";
import type {
  CompiledExpression,
  CompiledTemplate,
  EvaluationLimits,
  ExpressionProblem,
  Scope,
} from "../types";

/** What a test's scope holds; everything else is fixed, so that nothing depends on when a test runs. */
export interface ScopeParts extends Partial<Omit<Scope, "limits">> {
  readonly limits?: Partial<EvaluationLimits>;
}

/** 2026-01-05T08:30:00.000Z, a Monday. */
export const NOW = Date.UTC(2026, 0, 5, 8, 30);

export const LIMITS: EvaluationLimits = { timeMs: 1000, depth: 200, outputBytes: 1024 * 1024 };

/** A scope with a fixed time, chance and, unless a test brings one, a clock that stands still. */
export function scopeOf(root: Scope["root"], { limits, ...parts }: ScopeParts = {}): Scope {
  return {
    root,
    now: () => NOW,
    random: () => 0.5,
    monotonic: () => 0,
    limits: { ...LIMITS, ...limits },
    ...parts,
  };
}

/** The compiled expression; fails when there is a problem. */
export function compiled(source: string): CompiledExpression {
  const result = compileExpression(source);
  if (!result.ok) throw new Error(`${source}: ${result.problem.reason}`);
  return result.value;
}

/** The problem of an expression; fails when there is none. */
export function problemOf(source: string): ExpressionProblem {
  const result = compileExpression(source);
  if (result.ok) throw new Error(`${source} compiles`);
  return result.problem;
}

/** The value of an expression. */
export async function evaluate(
  source: string,
  root: Scope["root"] = {},
  parts: ScopeParts = {},
): Promise<Json | undefined> {
  return compiled(source).evaluate(scopeOf(root, parts));
}

/** The compiled template; fails when there are problems. */
export function template(source: Json): CompiledTemplate {
  const result = compileTemplate(source);
  if (!result.ok) throw new Error(result.problems.map(({ reason }) => reason).join("; "));
  return result.value;
}

/** What a template resolves to. */
export async function resolved(
  source: Json,
  root: Scope["root"] = {},
  parts: ScopeParts = {},
): Promise<unknown> {
  return template(source).resolve(scopeOf(root, parts));
}

/** Freezes data all through, so that writing to it throws. */
export function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen<unknown>(part);
  }
  return value;
}

/** Data as tests of paths need it: few keys, so that paths meet them, and arrays in arrays. */
export function sampleData(): Record<string, Json> {
  return {
    name: "Ada",
    age: 36,
    none: null,
    empty: [],
    address: { city: "London", lines: ["1 Main St", "Flat 2"] },
    items: [
      { id: 1, price: 5, tags: ["a", "b"], owner: { name: "x" } },
      { id: 2, price: 3, tags: [], owner: { name: "y" } },
      { id: 3, price: 4, tags: ["c"] },
    ],
    nested: [[{ a: 1 }, { a: [2, 3] }], [], [[{ a: 4 }]]],
    one: [{ id: 9, list: [[1, 2]] }],
  };
}
