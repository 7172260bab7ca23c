import type { CompiledExpression, CompiledTemplate } from "../expression";
import type { Json } from "../json/json";
import type { Plan } from "../plan";
import type { Logger } from "../ports";
import type { RunEvent, RunState } from "../run";
import type { AttemptTable } from "./attempt-table";
import type { Listening } from "./listening";
import type { LiveRun, RunHost } from "./ports";
import type { RunTimers } from "./run-timers";
import type { ExecutionScope, ScopePlace } from "./scope";
import type { SecretReader } from "./secrets";

/** What the functions that perform commands see of the execution they work for. */
export interface RunContext extends LiveRun {
  readonly plan: Plan;
  readonly state: RunState;
  readonly host: RunHost;
  readonly scope: ExecutionScope;
  readonly secrets: SecretReader;
  readonly attempts: AttemptTable;
  readonly timers: RunTimers;
  readonly listening: Listening;
  readonly logger: Logger;
  /** Takes the secrets out of a value that leaves the execution. */
  redact(value: Json): Json;
  /** Items of the `for_each` actions, by position; evaluated anew after a restart. */
  readonly items: Map<number, readonly Json[]>;
  /** Positions of actions whose condition or `for_each` is being evaluated. */
  readonly preparing: Set<number>;
  /** Records an event, if it still fits, and everything that follows from it. */
  record(happened: RunEvent): void;
  /** Records what belongs together before anything follows from the first of it. */
  together(work: () => void): void;
  /** Resolves a template, asking for secrets when it names some. */
  resolve(template: CompiledTemplate, place: ScopePlace): Json | undefined | Promise<Json | undefined>;
  /** Evaluates an expression likewise. */
  evaluate(expression: CompiledExpression, place: ScopePlace): Json | undefined | Promise<Json | undefined>;
}
