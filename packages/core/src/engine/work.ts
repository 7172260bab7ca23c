import { type CatalogParams, describe, type ErrorCode } from "../errors";
import type { CompiledTemplate } from "../expression";
import type { Json } from "../json/json";
import type { AttemptError, UnitState, WaitFor } from "../run";
import type { Attempt } from "./attempt";
import type { ContextParts } from "./context";
import type { EnginePorts } from "./ports";
import type { ScopePlace } from "./scope";

/** One piece of work: an action's attempt, an item's, or that of a compensation. */
export interface Work {
  readonly actionId: string;
  readonly type: string;
  readonly config: CompiledTemplate;
  readonly place: ScopePlace;
  readonly attempt: Attempt;
  readonly unit: UnitState;
  readonly purpose: ContextParts["purpose"];
}

/** How a piece of work came out. */
export type WorkOutcome =
  | { readonly kind: "completed"; readonly output: Json }
  | { readonly kind: "waiting"; readonly wait: WaitFor }
  | { readonly kind: "failed"; readonly error: AttemptError };

/** What work needs of the execution it belongs to. */
export interface WorkHost {
  readonly ports: EnginePorts;
  /** Resolves a template, asking for secrets when it names some. */
  resolve(template: CompiledTemplate, place: ScopePlace): Json | undefined | Promise<Json | undefined>;
  contextParts(work: Work): ContextParts;
  /** Takes the secrets out of a value that leaves the execution. */
  redact(value: Json): Json;
}

/** A failure of the catalogue that the same call would meet again. */
export function refusal<Code extends ErrorCode>(
  code: Code,
  params: CatalogParams<Code>,
): Extract<WorkOutcome, { kind: "failed" }> {
  return { kind: "failed", error: { code, message: describe(code, params).message, retryable: false } };
}
