import type { CompiledExpression, CompiledTemplate } from "../expression";
import type { Json } from "../json/json";
import type { Plan } from "../plan";
import type { Logger } from "../ports";
import type { RunEvent, RunState } from "../run";
import type { AttemptTable } from "./attempt-table";
import type { Emissions } from "./emissions";
import type { Listening } from "./listening";
import type { LiveRun, RunHost } from "./ports";
import type { Preparation } from "./preparation";
import type { Redactor } from "./redaction";
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
  /** Takes the secrets out of what leaves the execution. */
  readonly redactor: Redactor;
  readonly attempts: AttemptTable;
  readonly timers: RunTimers;
  /** The units that listen for events. */
  readonly listening: Listening;
  /** What executors have put into the journal. */
  readonly emissions: Emissions;
  readonly logger: Logger;
  readonly preparation: Preparation;
  /** Records an event, if it still fits, and everything that follows from it. */
  record(happened: RunEvent): void;
  /** Records what belongs together before anything follows from the first of it. */
  together(work: () => void): void;
  /** Resolves a template, asking for secrets when it names some. */
  resolve(template: CompiledTemplate, place: ScopePlace): Json | undefined | Promise<Json | undefined>;
  /** Evaluates an expression likewise. */
  evaluate(expression: CompiledExpression, place: ScopePlace): Json | undefined | Promise<Json | undefined>;
}
