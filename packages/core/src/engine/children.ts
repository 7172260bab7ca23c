import { describe, TuttiError } from "../errors";
import type { Logger } from "../ports";
import { reasonOf } from "./failures";
import type { ChildEnd, ChildRequest, LiveRun } from "./ports";
import type { StartRequest } from "./start";
import type { Accepted, Snapshot } from "./snapshot";

/** What supervising children needs of the engine. */
export interface ChildEngine {
  readonly limits: { readonly childDepth: number };
  start(request: StartRequest): Promise<Accepted>;
  exists(executionId: string): Promise<boolean>;
  /** Settles when the execution has ended. */
  untilEnded(executionId: string): Promise<Snapshot | undefined>;
  cancel(parent: LiveRun, executionId: string): void;
  readonly logger: Logger;
}

/** Starts the child executions of `run_workflow` actions and tells their parents how they ended. */
export class Children {
  private readonly supervised = new Set<string>();
  private readonly starting = new Set<Promise<unknown>>();

  constructor(private readonly engine: ChildEngine) {}

  /** Starts the child unless it exists, and calls `done` when it has ended. */
  supervise(parent: LiveRun, request: ChildRequest): void {
    if (this.supervised.has(request.executionId)) return;
    this.supervised.add(request.executionId);
    const { executionId } = request;
    // A child that can't go on in this process has not failed: the parent waits on, and a restart goes on with both.
    const cut = (error: unknown): null => {
      this.engine.logger.warn(
        { execution_id: executionId, error: String(error) },
        "A child execution was cut off.",
      );
      return null;
    };
    void this.run(parent, request)
      .catch(cut)
      .then((end) => {
        this.supervised.delete(executionId);
        if (end !== null) request.done(end);
      });
  }

  /** Settles when the children that are being started have started; undefined when there are none such. */
  started(): Promise<unknown> | undefined {
    return this.starting.size === 0 ? undefined : Promise.allSettled(this.starting);
  }

  /** null: nobody waits for it any more. */
  private async run(parent: LiveRun, request: ChildRequest): Promise<ChildEnd | null> {
    const { executionId } = request;
    const starting = this.ensure(parent, request);
    this.starting.add(starting);
    const refused = await starting.finally(() => this.starting.delete(starting));
    if (refused !== "exists") return refused;
    const snapshot = await this.engine.untilEnded(executionId);
    return snapshot === undefined
      ? failure("UNKNOWN_EXECUTION", unknown(executionId))
      : endOf(executionId, snapshot);
  }

  private async ensure(parent: LiveRun, request: ChildRequest): Promise<ChildEnd | "exists" | null> {
    const { executionId } = request;
    if (await this.engine.exists(executionId)) return "exists";
    if (!request.isWanted()) return null;
    const refused = await this.startChild(parent, request).catch(toEnd);
    if (refused !== null) return refused;
    // The parent may have been cancelled while its child was started.
    if (!request.isWanted()) this.engine.cancel(parent, executionId);
    return "exists";
  }

  private async startChild({ state }: LiveRun, request: ChildRequest): Promise<ChildEnd | null> {
    const depth = state.depth + 1;
    const { childDepth } = this.engine.limits;
    if (depth > childDepth)
      return failure("CHILD_DEPTH", describe("CHILD_DEPTH", { depth: childDepth }).message);
    const started = await this.engine.start({
      workflowId: request.workflowId,
      parameters: request.parameters,
      secrets: request.secrets,
      userId: state.created_by,
      correlationId: state.correlation_id,
      traceparent: state.traceparent,
      tracestate: state.tracestate,
      baggage: state.baggage,
      child: {
        executionId: request.executionId,
        parent: { execution_id: state.execution_id, ...request.place },
        depth,
      },
    });
    if (started.ok) return null;
    const [first] = started.errors;
    return failure(first?.code ?? "CHILD_FAILED", started.errors.map((error) => error.message).join(" "));
  }
}

function endOf(executionId: string, { state }: Snapshot): ChildEnd {
  if (state.status === "completed") return { ok: true, result: state.result };
  const reason = (state.ending?.error.message ?? "no reason").replace(/\.$/, "");
  const { message } = describe("CHILD_FAILED", { execution_id: executionId, status: state.status, reason });
  return { ok: false, code: "CHILD_FAILED", message, retryable: true };
}

function failure(code: string, message: string): ChildEnd {
  return { ok: false, code, message, retryable: false };
}

function unknown(executionId: string): string {
  return describe("UNKNOWN_EXECUTION", { execution_id: executionId }).message;
}

/** What a start threw is the child's failure, unless this process stops. */
function toEnd(error: unknown): ChildEnd {
  if (!(error instanceof TuttiError))
    return { ok: false, code: "CHILD_FAILED", message: reasonOf(error), retryable: true };
  if (error.code === "ORCHESTRATOR_STOPPED") throw error;
  return failure(error.code, error.message);
}
