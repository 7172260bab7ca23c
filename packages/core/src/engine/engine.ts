import { type Issue, issue, TuttiError } from "../errors";
import { payloadProblem } from "../plan";
import type { JournalEntry } from "../ports";
import { answer, locate, type RunRequest, type RunState, unitAt } from "../run";
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
  /** Why executions that are in the storage go on no more in this process. */
  private readonly lost = new Map<string, unknown>();
  private isStopping = false;
  private isStopped = false;

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
    for (const { run, entries } of found)
      if (this.isOrphan(run, entries)) this.host.cancelChild(run, run.executionId);
  }

  /** Starts an execution; settles when that is durable. Throws `ORCHESTRATOR_STOPPED`. */
  async start(request: StartRequest): Promise<Accepted> {
    this.assertRunning("start an execution", request.child !== undefined);
    const { workflowId, idempotencyKey } = request;
    if (idempotencyKey === undefined) return this.startNew(request);
    const key = JSON.stringify([workflowId, idempotencyKey]);
    const running = this.starting.get(key);
    if (running !== undefined) return running;
    const started = this.startOnce(request, idempotencyKey).finally(() => this.starting.delete(key));
    this.starting.set(key, started);
    return started;
  }

  /**
   * Settles when the execution has ended and that is durable; undefined when there is none such.
   * A snapshot that is at hand saves reading the journal of one that has ended already.
   */
  async untilEnded(executionId: string, known: UntilEnded = {}): Promise<Snapshot | undefined> {
    if (this.live.has(executionId)) return this.waiters.wait(executionId, known.signal);
    if (known.snapshot?.state.phase === "ended") return known.snapshot;
    const snapshot = await this.snapshot(executionId);
    // It may have been taken up again while its journal was read.
    if (this.live.has(executionId)) return this.waiters.wait(executionId, known.signal);
    if (snapshot === undefined || snapshot.state.phase === "ended") return snapshot;
    throw this.whyGone(executionId);
  }

  /** Why an execution that has not ended is not running here. */
  private whyGone(executionId: string): Error {
    const known = this.lost.get(executionId) as Error | undefined;
    return known ?? TuttiError.of("ORCHESTRATOR_STOPPED", { request: "wait for an execution" });
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
    const stored = this.live.has(executionId) ? undefined : await this.loadReplayed(executionId);
    // While its journal was read, another request may have taken it up, or the orchestrator may have been stopped.
    this.assertRunning(`${request.kind} an execution`);
    const run = this.live.get(executionId) ?? stored;
    if (run === undefined) return refused(issue("UNKNOWN_EXECUTION", "", { execution_id: executionId }));
    const answered = answer(run.state, request);
    if (!answered.accepted) return refused(notAllowed(run.state, request, answered.allowed));
    const problem = request.kind === "signal" ? signalProblem(run.state, request) : null;
    if (problem !== null)
      return refused(
        issue("INVALID_SIGNAL_PAYLOAD", "payload", { signal: problem.signal, problem: problem.text }),
      );
    if (answered.events.length > 0) this.adopt(run);
    for (const happened of answered.events) run.record(happened);
    await run.whenDurable();
    return { ok: true, executionId, snapshot: run };
  }

  /**
   * Stops: starts nothing more and waits up to `deadlineMs` for what is going on. What is durable goes
   * on at the next start, so only running attempts are waited for; in memory, whole executions are.
   */
  async stop(deadlineMs: number): Promise<void> {
    this.isStopping = true;
    const { clock, storage, timers } = this.ports;
    if (storage.abilities.durable) for (const run of this.live.values()) run.hold();
    let cancelDeadline: () => void = () => undefined;
    const deadline = new Promise<void>((resolve) => {
      const timer = timers.schedule(clock.now() + deadlineMs, resolve);
      cancelDeadline = () => timer.cancel();
    });
    await Promise.race([deadline, this.untilIdle()]);
    cancelDeadline();
    this.abandonAll();
  }

  /** Executions that were busy may have started others: child executions, or those that waited for their turn. */
  private async untilIdle(): Promise<void> {
    const busy = (): Promise<unknown>[] => {
      const runs = [...this.live.values()].filter((run) => !run.isIdle).map((run) => run.idle());
      return [...runs, this.children.started()].filter((one) => one !== undefined);
    };
    for (let left = busy(); left.length > 0 && !this.isStopped; left = busy()) await Promise.all(left);
  }

  private abandonAll(): void {
    this.isStopped = true;
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
    // The orchestrator may have been stopped meanwhile.
    this.assertRunning("start an execution", request.child !== undefined);
    const { executionId, created } = planned;
    const run = new Run(workflow.plan, executionId, this.host);
    this.live.set(executionId, run);
    run.create(created, request.idempotencyKey);
    await run.whenDurable();
    return { ok: true, executionId, snapshot: run };
  }

  private async loadReplayed(executionId: string): Promise<Run | undefined> {
    const loaded = await this.load(executionId);
    loaded?.run.replay(loaded.entries);
    return loaded?.run;
  }

  /** Takes charge of an execution: an ended one that goes on, or one whose journal took no more for a while. */
  private adopt(run: Run): void {
    if (this.live.has(run.executionId)) return;
    this.live.set(run.executionId, run);
    this.lost.delete(run.executionId);
    if (run.state.phase === "ended") return;
    this.admission.resume(run);
    run.resume();
  }

  /** Was it started for an action that does not wait for it any more? Then a crash kept it from being cancelled. */
  private isOrphan({ executionId, state }: Run, entries: readonly JournalEntry[]): boolean {
    const { parent } = state;
    // Somebody who retries a child by hand wants it for its own sake.
    if (parent === null || entries.some(({ type }) => type === "execution.retried")) return false;
    const run = this.live.get(parent.execution_id);
    const wait = run === undefined ? null : unitAt(run.state, locate(run.plan, parent))?.wait;
    return wait?.kind !== "child" || wait.execution_id !== executionId;
  }

  private async load(executionId: string): Promise<Loaded | undefined> {
    const entries = await this.ports.storage.read(executionId);
    const [first] = entries;
    if (first === undefined) return undefined;
    const created = fromEntry(first);
    if (created.type !== "execution.created")
      throw corrupt(first, "it does not begin with execution.created");
    const { workflow_id, workflow_revision } = created.data;
    const workflow = await this.workflows.pinned(workflow_id, workflow_revision);
    if (workflow === undefined)
      throw corrupt(first, `workflow ${workflow_id} revision ${workflow_revision} is gone`);
    return { run: new Run(workflow.plan, executionId, this.host), entries };
  }

  /** In memory a child execution may start while its parent is waited for: it is a part of what was accepted. */
  private assertRunning(request: string, isChild = false): void {
    const isOver = isChild && !this.ports.storage.abilities.durable ? this.isStopped : this.isStopping;
    if (isOver) throw TuttiError.of("ORCHESTRATOR_STOPPED", { request });
  }

  private runHost(): RunHost {
    return {
      ports: this.ports,
      admit: (run) => this.admission.admit(run),
      superviseChild: (run: LiveRun, child: ChildRequest) => this.children.supervise(run, child),
      cancelChild: (run, executionId) => {
        const reason = `its parent ${run.executionId} no longer waits for it`;
        this.request(executionId, { kind: "cancel", by: run.state.created_by, reason }).catch(
          (error: unknown) =>
            this.ports.logger.warn(
              { execution_id: executionId, error: String(error) },
              "A child execution was not cancelled.",
            ),
        );
      },
      ended: (run) => {
        if (this.live.get(run.executionId) === run) this.live.delete(run.executionId);
        this.admission.release(run);
        this.waiters.resolve(run.executionId, run);
      },
      lost: (run, error) => {
        this.ports.logger.error(
          { execution_id: run.executionId, error: String(error) },
          "An execution's journal took no more.",
        );
        if (this.live.get(run.executionId) === run) this.live.delete(run.executionId);
        this.lost.set(run.executionId, error);
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
      cancel: (run, executionId) => this.host.cancelChild(run, executionId),
      logger: this.ports.logger,
    };
  }
}

/** How to wait for an execution's end. */
export interface UntilEnded {
  readonly signal?: AbortSignal;
  readonly snapshot?: Snapshot | undefined;
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
function signalProblem(
  state: RunState,
  request: Extract<RunRequest, { kind: "signal" }>,
): { signal: string; text: string } | null {
  for (const at of state.listeners) {
    const wait = unitAt(state, at)?.wait;
    if (wait?.kind !== "signal" || wait.signal !== request.name) continue;
    const text = wait.schema === null ? null : payloadProblem(wait.schema, request.payload);
    return text === null ? null : { signal: request.name, text };
  }
  return null;
}

function corrupt({ execution_id, sequence }: JournalEntry, problem: string): TuttiError {
  return TuttiError.of("CORRUPT_JOURNAL", { execution_id, sequence, problem });
}
