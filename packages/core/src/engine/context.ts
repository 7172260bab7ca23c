import type { ActionContext, ActionSecrets } from "../plugin/index";
import type { Json } from "../json/json";
import type { Clock, Logger } from "../ports";
import type { RunState, UnitState } from "../run";
import type { Attempt } from "./attempt";
import type { EnginePorts } from "./ports";

/** What a context is made from. */
export interface ContextParts {
  readonly ports: EnginePorts;
  readonly state: RunState;
  readonly attempt: Attempt;
  readonly actionId: string;
  readonly unit: UnitState;
  readonly item?: Json;
  readonly logger: () => Logger;
  readonly secrets: ActionSecrets;
  readonly emit: (event: { readonly type: string; readonly data?: Json }) => void;
  /** Set apart the keys of an action and of its compensation. */
  readonly purpose: "" | "compensation:";
}

/** The context of one attempt. What costs something is made when first asked for. */
export class AttemptContext implements ActionContext {
  private cachedLogger: Logger | undefined;
  private cachedTraceparent: string | undefined;

  constructor(private readonly parts: ContextParts) {}

  get executionId(): string {
    return this.parts.state.execution_id;
  }

  get workflowId(): string {
    return this.parts.state.workflow_id;
  }

  get actionId(): string {
    return this.parts.actionId;
  }

  get attempt(): number {
    return this.parts.attempt.number;
  }

  get item(): Json | undefined {
    return this.parts.item;
  }

  get index(): number | undefined {
    return this.parts.attempt.at.index;
  }

  get idempotencyKey(): string {
    const { purpose, actionId, attempt, unit } = this.parts;
    const item = attempt.at.index === undefined ? "" : `:${attempt.at.index}`;
    const generation = unit.generation === 0 ? "" : `#${unit.generation}`;
    return `${purpose}${this.executionId}:${actionId}${item}${generation}`;
  }

  get correlationId(): string {
    return this.parts.state.correlation_id;
  }

  get userId(): string {
    return this.parts.state.created_by;
  }

  get signal(): AbortSignal {
    return this.parts.attempt.signal;
  }

  get logger(): Logger {
    this.cachedLogger ??= this.parts.logger();
    return this.cachedLogger;
  }

  get clock(): Clock {
    return this.parts.ports.clock;
  }

  get secrets(): ActionSecrets {
    return this.parts.secrets;
  }

  /** The execution's trace with a span of the attempt's own (W3C Trace Context, level 1). */
  get traceparent(): string {
    this.cachedTraceparent ??= childTraceparent(this.parts.state.traceparent, this.parts.ports.random.next());
    return this.cachedTraceparent;
  }

  async heartbeat(): Promise<void> {
    const { clock, timers } = this.parts.ports;
    await new Promise<void>((resolve) => {
      timers.schedule(clock.now(), resolve);
    });
    this.signal.throwIfAborted();
  }

  emit(event: { readonly type: string; readonly data?: Json }): void {
    this.parts.emit(event);
  }
}

/** A new span under the same trace. `random` in [0, 1) gives its id. */
export function childTraceparent(parent: string, random: number): string {
  const [version = "00", trace = "", , flags = "01"] = parent.split("-");
  // 52 random bits, and never the all-zero id that the specification forbids.
  const span = (Math.floor(random * 2 ** 52) + 1).toString(16).padStart(16, "0");
  return `${version}-${trace}-${span}-${flags}`;
}
