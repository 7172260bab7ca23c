import { type Issue, issue, TuttiError } from "../errors";
import { payloadProblem } from "../plan";
import type { JournalEntry } from "../ports";
import { answer, type RunRequest, type RunState, unitAt } from "../run";
import { Admission } from "./admission";
import { type ChildEngine, Children } from "./children";
import { fromEntry } from "./entries";
import type { ChildRequest, EnginePorts, LiveRun, RunHost } from "./ports";
import { Run } from "./run";
import type { Accepted, Snapshot } from "./snapshot";
import { openParameters } from "./secret-parameters";
import { planStart, type StartRequest, unknownWorkflow } from "./start";
import { Waiters } from "./waiters";
import type { Workflows } from "./workflows";

/** Runs executions in this process, on whatever storage it is given. */
export class EmbeddedEngine {
  private readonly live = new Map<string, Run>();
  private readonly waiters = new Waiters<Snapshot>();
  private readonly starting = new Map<string, Promise<Accepted>>();
  private readonly admission = new Admission();
  private readonly children: Children;
  private readonly host: RunHost;
  private isStopping = false;

  constructor(
    private readonly ports: EnginePorts,
    private readonly workflows: Workflows,
  ) {
    this.children = new Children(this.childEngine());
    this.host = this.runHost();
  }

  /** Takes up every execution that has not ended. */
  async recover(): Promise<void> {
    const found: Loaded[] = [];
    for (const row of await this.ports.storage.unfinished()) {
      const loaded = await this.load(row.execution_id);
      if (loaded !== undefined) found.push(loaded);
    }
    // All are counted before the first goes on, so that concurrency limits hold across a restart.
    for (const { run, entries } of found) {
      this.live.set(run.executionId, run);
      run.replay(entries);
      this.admission.resume(run);
    }
    for (const { run } of found) run.resume();
  }

  /** Starts an execution; settles when that is durable. Throws `ORCHESTRATOR_STOPPED`. */
  async start(request: StartRequest): Promise<Accepted> {
    this.assertRunning("start an execution");
    const { workflowId, idempotencyKey } = request;
    if (idempotencyKey === undefined) return this.startNew(request);
    const key = JSON.stringify([workflowId, idempotencyKey]);
    const running = this.starting.get(key);
    if (running !== undefined) return running;
    const started = this.startOnce(request, idempotencyKey).finally(() => this.starting.delete(key));
    this.starting.set(key, started);
    return started;
  }

  /** Settles when the execution has ended and that is durable; undefined when there is none such. */
  async untilEnded(executionId: string, signal?: AbortSignal): Promise<Snapshot | undefined> {
    if (this.live.has(executionId)) return this.waiters.wait(executionId, signal);
    const snapshot = await this.snapshot(executionId);
    // It may have been taken up again while its journal was read.
    return this.live.has(executionId) ? this.waiters.wait(executionId, signal) : snapshot;
  }

  /** Where an execution stands; undefined when there is none such. */
  async snapshot(executionId: string): Promise<Snapshot | undefined> {
    const running = this.live.get(executionId);
    if (running !== undefined) return running;
    const loaded = await this.load(executionId);
    loaded?.run.replay(loaded.entries);
    return loaded?.run;
  }

  /** What an execution was started with; undefined when there is none such. */
  async inputOf(executionId: string): Promise<Pick<StartRequest, "workflowId" | "parameters"> | undefined> {
    const snapshot = await this.snapshot(executionId);
    if (snapshot === undefined) return undefined;
    const { plan, state } = snapshot;
    const parameters = openParameters(plan.definition, state.parameters, this.ports.cipher);
    return { workflowId: state.workflow_id, parameters };
  }

  /** Asks something of an execution; settles when the answer is durable. */
  async request(executionId: string, request: RunRequest): Promise<Accepted> {
    this.assertRunning(`${request.kind} an execution`);
    const run = this.live.get(executionId) ?? (await this.loadReplayed(executionId));
    if (run === undefined) return refused(issue("UNKNOWN_EXECUTION", "", { execution_id: executionId }));
    const answered = answer(run.plan, run.state, { request, now: this.ports.clock.now() });
    if (!answered.accepted) return refused(notAllowed(run.state, request, answered.allowed));
    const problem = request.kind === "signal" ? signalProblem(run.state, request) : null;
    if (problem !== null) return refused(issue("INVALID_SIGNAL_PAYLOAD", "payload", { signal: problem.signal, problem: problem.text }));
    if (answered.events.length > 0) this.live.set(executionId, run);
    for (const happened of answered.events) run.record(happened);
    await run.whenDurable();
    return { ok: true, executionId };
  }

  /**
   * Stops: starts nothing more and waits up to `deadlineMs` for what is going on. What is durable goes
   * on at the next start, so only running attempts are waited for; in memory, whole executions are.
   */
  async stop(deadlineMs: number): Promise<void> {
    this.isStopping = true;
    const { clock, storage, timers } = this.ports;
    const isBusy = (run: Run): boolean =>
      storage.abilities.durable ? run.attempts.size > 0 : run.state.status === "running" || run.attempts.size > 0;
    if (storage.abilities.durable) for (const run of this.live.values()) run.hold();
    const busy = [...this.live.values()].filter(isBusy);
    let cancelDeadline: () => void = () => undefined;
    const deadline = new Promise<void>((resolve) => {
      const timer = timers.schedule(clock.now() + deadlineMs, resolve);
      cancelDeadline = () => timer.cancel();
    });
    await Promise.race([deadline, Promise.all(busy.map((run) => run.idle()))]);
    cancelDeadline();
    this.abandonAll();
  }

  private abandonAll(): void {
    const reason = TuttiError.of("ORCHESTRATOR_STOPPED", { request: "go on" });
    for (const run of this.live.values()) run.abandon(reason);
    this.live.clear();
    this.waiters.rejectAll(reason);
  }

  private async startOnce(request: StartRequest, key: string): Promise<Accepted> {
    const executionId = await this.ports.storage.findByIdempotencyKey(request.workflowId, key);
    return executionId === undefined ? this.startNew(request) : { ok: true, executionId };
  }

  private async startNew(request: StartRequest): Promise<Accepted> {
    const workflow = await this.workflows.current(request.workflowId);
    if (workflow === undefined) return unknownWorkflow(request.workflowId);
    const planned = await planStart(this.ports, workflow, request);
    if (!planned.ok) return planned;
    const { executionId, created } = planned;
    const run = new Run(workflow.plan, executionId, this.host);
    this.live.set(executionId, run);
    run.create(created, request.idempotencyKey);
    await run.whenDurable();
    return { ok: true, executionId };
  }

  private async loadReplayed(executionId: string): Promise<Run | undefined> {
    const loaded = await this.load(executionId);
    loaded?.run.replay(loaded.entries);
    return this.live.get(executionId) ?? loaded?.run;
  }

  private async load(executionId: string): Promise<Loaded | undefined> {
    const entries = await this.ports.storage.read(executionId);
    const [first] = entries;
    if (first === undefined) return undefined;
    const created = fromEntry(first);
    if (created.type !== "execution.created") throw corrupt(first, "it does not begin with execution.created");
    const { workflow_id, workflow_revision } = created.data;
    const workflow = await this.workflows.pinned(workflow_id, workflow_revision);
    if (workflow === undefined) throw corrupt(first, `workflow ${workflow_id} revision ${workflow_revision} is gone`);
    return { run: new Run(workflow.plan, executionId, this.host), entries };
  }

  private assertRunning(request: string): void {
    if (this.isStopping) throw TuttiError.of("ORCHESTRATOR_STOPPED", { request });
  }

  private runHost(): RunHost {
    return {
      ports: this.ports,
      admit: (run) => this.admission.admit(run),
      superviseChild: (run: LiveRun, child: ChildRequest) => this.children.supervise(run, child),
      cancelChild: (run, executionId) => {
        const reason = `its parent ${run.executionId} no longer waits for it`;
        this.request(executionId, { kind: "cancel", by: run.state.created_by, reason }).catch((error: unknown) =>
          this.ports.logger.warn({ execution_id: executionId, error: String(error) }, "A child execution was not cancelled."),
        );
      },
      ended: (run) => {
        this.live.delete(run.executionId);
        this.admission.release(run);
        this.waiters.resolve(run.executionId, run);
      },
      lost: (run, error) => {
        this.ports.logger.error({ execution_id: run.executionId, error: String(error) }, "An execution's journal took no more.");
        this.live.delete(run.executionId);
        this.admission.release(run);
        this.waiters.reject(run.executionId, error);
      },
    };
  }

  private childEngine(): ChildEngine {
    return {
      limits: this.ports.limits,
      start: (request) => this.start(request),
      exists: async (executionId) =>
        this.live.has(executionId) || (await this.ports.storage.getExecution(executionId)) !== undefined,
      untilEnded: (executionId) => this.untilEnded(executionId),
    };
  }
}

interface Loaded {
  readonly run: Run;
  readonly entries: readonly JournalEntry[];
}

function refused(...errors: Issue[]): Accepted {
  return { ok: false, errors };
}

function notAllowed(state: RunState, request: RunRequest, allowed: readonly string[]): Issue {
  const { execution_id, status } = state;
  return issue("INVALID_STATE", "", { execution_id, status, request: request.kind, allowed });
}

/** A payload that a waiting action would refuse is refused at the door, so that its sender learns it. */
function signalProblem(state: RunState, request: Extract<RunRequest, { kind: "signal" }>): { signal: string; text: string } | null {
  for (const at of state.listeners) {
    const wait = unitAt(state, at)?.wait;
    if (wait?.kind !== "signal" || wait.signal !== request.name || wait.schema === null) continue;
    const text = payloadProblem(wait.schema, request.payload);
    return text === null ? null : { signal: request.name, text };
  }
  return null;
}

function corrupt({ execution_id, sequence }: JournalEntry, problem: string): TuttiError {
  return TuttiError.of("CORRUPT_JOURNAL", { execution_id, sequence, problem });
}
