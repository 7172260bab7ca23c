import { type Issue, issue, TuttiError } from "../errors";
import { payloadProblem } from "../plan";
import { answer, type RunRequest, type RunState, unitAt } from "../run";
import { Admission } from "./admission";
import { type ChildEngine, Children } from "./children";
import type { EnginePorts, LiveRun, RunHost } from "./ports";
import { Roster, type UntilEnded } from "./roster";
import type { Run } from "./run";
import type { FirstOnly } from "./run-journal";
import { scopeSources } from "./scope";
import { FairSlots } from "./slots";
import type { Accepted, Snapshot } from "./snapshot";
import type { EngineLoad } from "./telemetry";
import { openParameters } from "./secret-parameters";
import { planStart, type StartRequest, unknownWorkflow } from "./start";
import { ticketOf } from "./ticket";
import { isPromiseLike } from "./when";
import type { Workflows } from "./workflows";

/** Options of an {@link EmbeddedEngine}. */
export interface EngineOptions {
  /** Stores what is asked for and begins no action: what runs elsewhere, or at the next start, goes on with it. */
  readonly isStandby?: boolean;
}

/** Runs executions in this process, on whatever storage it is given. */
export class EmbeddedEngine {
  private readonly starting = new Map<string, Promise<Accepted>>();
  private readonly admission: Admission;
  private readonly children: Children;
  private readonly roster: Roster;
  private readonly host: RunHost;
  private isStopping = false;
  private isStopped = false;

  constructor(
    private readonly ports: EnginePorts,
    private readonly workflows: Workflows,
    private readonly options: EngineOptions = {},
  ) {
    const { limits } = ports;
    this.admission = new Admission({ limits, begin: (executionId) => this.roster.begin(executionId) });
    this.roster = new Roster({ ports, workflows, admission: this.admission, host: () => this.host });
    this.children = new Children(this.childEngine());
    this.host = this.runHost();
    if (options.isStandby === true) this.roster.hold();
  }

  /** How many executions there are in this process. */
  get load(): EngineLoad {
    const { running, waiting } = this.admission;
    return { pending: waiting, running };
  }

  /** Takes up every execution that has not ended. */
  async recover(): Promise<void> {
    if (this.options.isStandby !== true) await this.roster.recover();
  }

  /** Starts an execution; settles when that is durable. Throws `ORCHESTRATOR_STOPPED`, `STORAGE_UNAVAILABLE`. */
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

  /** Settles when the execution has ended and that is durable; undefined when there is none such. */
  untilEnded(executionId: string, how: UntilEnded = {}): Promise<Snapshot | undefined> {
    return this.roster.untilEnded(executionId, how);
  }

  /** Where an execution stands; undefined when there is none such. Throws `CORRUPT_JOURNAL`. */
  snapshot(executionId: string): Promise<Snapshot | undefined> {
    return this.roster.find(executionId);
  }

  /** What an execution was started with; undefined when there is none such. */
  async inputOf(executionId: string): Promise<ExecutionInput | undefined> {
    const snapshot = await this.snapshot(executionId);
    if (snapshot === undefined) return undefined;
    const { plan, state } = snapshot;
    return { workflowId: state.workflow_id, ...openParameters(plan.definition, state, this.ports.cipher) };
  }

  /** Asks something of an execution; settles when the answer is durable. */
  async request(executionId: string, request: RunRequest): Promise<Accepted> {
    this.assertRunning(`${request.kind} an execution`);
    const answered = await this.roster.use(executionId, (run) => this.answer(run, request));
    if (answered === undefined) return refused(issue("UNKNOWN_EXECUTION", "", { execution_id: executionId }));
    if (!answered.ok) return answered;
    await answered.run.whenDurable(answered.sequence);
    return { ok: true, executionId, snapshot: answered.run };
  }

  /** Records the answer, which ends with a sequence. */
  private answer(run: Run, request: RunRequest): { ok: true; run: Run; sequence: number } | Refused {
    // While its journal was read, the orchestrator may have been stopped.
    this.assertRunning(`${request.kind} an execution`);
    const answered = answer(run.state, request);
    if (!answered.accepted) return refused(notAllowed(run.state, request, answered.allowed));
    const problem = request.kind === "signal" ? signalProblem(run.state, request) : null;
    if (problem !== null)
      return refused(
        issue("INVALID_SIGNAL_PAYLOAD", "payload", { signal: problem.signal, problem: problem.text }),
      );
    let { sequence } = run;
    // One that sleeps is awake until what it is asked for is done.
    run.together(() => {
      if (answered.events.length > 0) this.roster.adopt(run);
      for (const happened of answered.events) run.record(happened);
      ({ sequence } = run);
    });
    return { ok: true, run, sequence };
  }

  /**
   * Stops: starts nothing more and waits up to `deadlineMs` for what is going on. What is durable goes
   * on at the next start, so only running attempts are waited for; in memory, whole executions are.
   */
  async stop(deadlineMs: number): Promise<void> {
    this.isStopping = true;
    const { clock, storage, timers } = this.ports;
    if (storage.abilities.durable) this.roster.hold();
    let cancelDeadline: () => void = () => undefined;
    const deadline = new Promise<void>((resolve) => {
      const timer = timers.schedule(clock.now() + deadlineMs, resolve);
      cancelDeadline = () => timer.cancel();
    });
    await Promise.race([deadline, this.untilIdle()]);
    cancelDeadline();
    this.isStopped = true;
    this.roster.close(TuttiError.of("ORCHESTRATOR_STOPPED", { request: "go on" }));
  }

  /** Executions that were busy may have started others: child executions, or those that waited for their turn. */
  private async untilIdle(): Promise<void> {
    const busy = (): Promise<unknown>[] => {
      const runs = this.roster.runs().flatMap((run) => (run.isIdle ? [] : [run.idle()]));
      return [...runs, this.children.started()].filter((one) => one !== undefined);
    };
    for (let left = busy(); left.length > 0 && !this.isStopped; left = busy()) await Promise.all(left);
  }

  private async startOnce(request: StartRequest, key: string): Promise<Accepted> {
    const executionId = await this.ports.storage.findByIdempotencyKey(request.workflowId, key);
    return executionId === undefined ? this.startNew(request) : { ok: true, executionId };
  }

  private async startNew(request: StartRequest): Promise<Accepted> {
    const { waiting } = this.admission;
    const isChild = request.child !== undefined;
    if (!isChild && waiting >= this.ports.limits.pendingExecutions)
      return refused(issue("OVERLOADED", "", { waiting }));
    const { workflowId } = request;
    const workflow = this.workflows.known(workflowId) ?? (await this.workflows.current(workflowId));
    if (workflow === undefined) return unknownWorkflow(workflowId);
    const plan = planStart(this.ports, workflow, request);
    const planned = isPromiseLike(plan) ? await plan : plan;
    if (!planned.ok) return planned;
    // The orchestrator may have been stopped meanwhile.
    this.assertRunning("start an execution", isChild);
    const { executionId, created } = planned;
    const run = this.roster.create(workflow.plan, executionId, { created, first: firstOnly(request) });
    // Then it is started, also if what it recorded since can't be stored for now.
    await run.whenDurable(1);
    return { ok: true, executionId, snapshot: run };
  }

  /** In memory a child execution may start while its parent is waited for: it is a part of what was accepted. */
  private assertRunning(request: string, isChild = false): void {
    const isOver = isChild && !this.ports.storage.abilities.durable ? this.isStopped : this.isStopping;
    if (isOver) throw TuttiError.of("ORCHESTRATOR_STOPPED", { request });
  }

  private runHost(): RunHost {
    const { admission, children, ports, roster } = this;
    return {
      ports,
      sources: scopeSources(ports),
      slots: new FairSlots(ports.limits.runningActions),
      admit: ({ plan, state }) => {
        // On standby everything stays pending: whoever runs it next counts its time from then.
        if (this.options.isStandby !== true) admission.admit(ticketOf(plan, state));
      },
      count: (executionId, isBusy) => admission.count(executionId, isBusy),
      rest: (run) => roster.rest(run),
      superviseChild: (run, child) => children.supervise(run, child),
      cancelChild: (run, executionId) => this.cancelChild(run, executionId),
      ended: (run) => roster.ended(run),
      lost: (run, error) => roster.strand(run, error),
    };
  }

  private cancelChild({ executionId: parent, state }: LiveRun, executionId: string): void {
    const reason = `its parent ${parent} no longer waits for it`;
    this.request(executionId, { kind: "cancel", by: state.created_by, reason }).catch((error: unknown) =>
      this.ports.logger.warn(
        { execution_id: executionId, error: String(error) },
        "A child execution was not cancelled.",
      ),
    );
  }

  private childEngine(): ChildEngine {
    return {
      limits: this.ports.limits,
      start: (request) => this.start(request),
      exists: async (executionId) =>
        this.roster.isOpen(executionId) || (await this.ports.storage.getExecution(executionId)) !== undefined,
      untilEnded: (executionId) => this.untilEnded(executionId, { isPatient: true }),
      cancel: (run, executionId) => this.cancelChild(run, executionId),
      logger: this.ports.logger,
    };
  }
}

function firstOnly({ idempotencyKey, trigger }: StartRequest): FirstOnly {
  const mark = trigger?.mark;
  return {
    ...(idempotencyKey === undefined ? {} : { idempotency_key: idempotencyKey }),
    ...(mark === undefined ? {} : { mark }),
  };
}

/** What an execution was started with, in clear. */
type ExecutionInput = Pick<StartRequest, "workflowId" | "parameters" | "secrets">;

type Refused = Extract<Accepted, { readonly ok: false }>;

function refused(...errors: Issue[]): Refused {
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
