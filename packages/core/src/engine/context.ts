import { TuttiError } from "../errors";
import type { Json } from "../json/json";
import { normalise } from "../json/normalise";
import type { ActionContext, ActionSecrets } from "../plugin/index";
import type { Clock, Logger } from "../ports";
import { event, type RunState, type UnitRef, unitRef } from "../run";
import type { Limits } from "./limits";
import type { RunContext } from "./run-context";
import type { Work } from "./work";

/** The context of one attempt. What costs something is made when first asked for. */
export class AttemptContext implements ActionContext {
  private cachedLogger: Logger | undefined;
  private cachedTraceparent: string | undefined;

  constructor(
    private readonly run: RunContext,
    private readonly work: Work,
  ) {}

  get executionId(): string {
    return this.state.execution_id;
  }

  get workflowId(): string {
    return this.state.workflow_id;
  }

  get actionId(): string {
    return this.work.actionId;
  }

  get attempt(): number {
    return this.work.attempt.number;
  }

  get item(): Json | undefined {
    return this.work.place.item;
  }

  get index(): number | undefined {
    return this.work.attempt.at.index;
  }

  get idempotencyKey(): string {
    const { purpose, actionId, attempt, unit } = this.work;
    const item = attempt.at.index === undefined ? "" : `:${attempt.at.index}`;
    const generation = unit.generation === 0 ? "" : `#${unit.generation}`;
    return `${purpose}${this.executionId}:${actionId}${item}${generation}`;
  }

  get correlationId(): string {
    return this.state.correlation_id;
  }

  get userId(): string {
    return this.state.created_by;
  }

  get signal(): AbortSignal {
    return this.work.attempt.signal;
  }

  get logger(): Logger {
    const { attempt, executionId: execution_id } = this;
    this.cachedLogger ??= this.run.logger.child({ execution_id, ...this.ref, attempt });
    return this.cachedLogger;
  }

  get clock(): Clock {
    return this.run.host.ports.clock;
  }

  get secrets(): ActionSecrets {
    return this.run.secrets;
  }

  /** The execution's trace with a span of the attempt's own (W3C Trace Context, level 1). */
  get traceparent(): string {
    const { random } = this.run.host.ports;
    this.cachedTraceparent ??= childTraceparent(this.state.traceparent, random.next());
    return this.cachedTraceparent;
  }

  get tracestate(): string | undefined {
    return this.state.tracestate;
  }

  get baggage(): Readonly<Record<string, string>> {
    return this.state.baggage ?? {};
  }

  async heartbeat(): Promise<void> {
    const { clock, timers } = this.run.host.ports;
    await new Promise<void>((resolve) => {
      timers.schedule(clock.now(), resolve);
    });
    this.signal.throwIfAborted();
  }

  emit({ type, data }: { readonly type: string; readonly data?: Json }): void {
    const payload = checkPayload(this.run.host.ports.limits, data);
    if (!this.work.attempt.isOpen) return;
    this.run.record(event("action.emitted", { ...this.ref, event_type: type, payload }));
  }

  emitted(type: string): readonly Json[] {
    return this.run.emissions.of(this.ref, type);
  }

  private get state(): RunState {
    return this.run.state;
  }

  private get ref(): UnitRef {
    return unitRef(this.actionId, this.index);
  }
}

/** What can't be stored must not reach the journal; the plugin that emits it learns it. */
function checkPayload({ outputBytes }: Limits, data: unknown): Json {
  const json = normalise(data);
  if (!json.ok) {
    const { problem } = json;
    throw TuttiError.of("INVALID_OPTIONS", {
      where: "context.emit()",
      problem,
      fix: "Give data that is JSON.",
    });
  }
  if (json.bytes <= outputBytes) return json.value;
  const what = "Data of context.emit() in bytes";
  throw TuttiError.of("LIMIT_EXCEEDED", {
    what,
    limit: outputBytes,
    actual: json.bytes,
    option: "outputBytes",
  });
}

/** A new span under the same trace. `random` in [0, 1) gives its id. */
export function childTraceparent(parent: string, random: number): string {
  const [version = "00", trace = "", , flags = "01"] = parent.split("-");
  // 52 random bits, and never the all-zero id that the specification forbids.
  const span = (Math.floor(random * 2 ** 52) + 1).toString(16).padStart(16, "0");
  return `${version}-${trace}-${span}-${flags}`;
}
