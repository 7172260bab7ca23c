import { type CatalogParams, describe, type ErrorCode } from "../errors";
import type { CompiledTemplate } from "../expression";
import type { Json } from "../json/json";
import type { AttemptError, UnitState, WaitFor } from "../run";
import type { Attempt } from "./attempt";
import type { Limits } from "./limits";
import type { ScopePlace } from "./scope";

/** One piece of work: an action's attempt, an item's, or that of a compensation. */
export interface Work {
  readonly actionId: string;
  readonly type: string;
  readonly config: CompiledTemplate;
  readonly place: ScopePlace;
  readonly attempt: Attempt;
  readonly unit: UnitState;
  /** Sets apart the keys of an action and of its compensation. */
  readonly purpose: "" | "compensation:";
}

/** How a piece of work came out. */
export type WorkOutcome =
  | { readonly kind: "completed"; readonly output: Json }
  | { readonly kind: "waiting"; readonly wait: WaitFor }
  | { readonly kind: "failed"; readonly error: AttemptError };

/** A failure of the catalogue that the same call would meet again. */
export function refusal<Code extends ErrorCode>(
  code: Code,
  params: CatalogParams<Code>,
): Extract<WorkOutcome, { kind: "failed" }> {
  return { kind: "failed", error: { code, message: describe(code, params).message, retryable: false } };
}

/** The refusal of what would be kept as an output, and is over its limit. */
export function tooLarge(what: string, { outputBytes }: Limits, actual: number): ReturnType<typeof refusal> {
  return refusal("LIMIT_EXCEEDED", {
    what: `${what} in bytes`,
    limit: outputBytes,
    actual,
    option: "outputBytes",
  });
}
