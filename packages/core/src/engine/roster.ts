import { TuttiError } from "../errors";
import type { Plan } from "../plan";
import type { ExecutionRow } from "../ports";
import { locate, type RunEvent, unitAt } from "../run";
import type { Admission } from "./admission";
import { failedCommit } from "./entries";
import { isCorrupt, isTransient, type Loaded, Loader } from "./loader";
import type { EnginePorts, LiveRun, RunHost } from "./ports";
import { Revival } from "./revival";
import { Run } from "./run";
import type { FirstOnly } from "./run-journal";
import { Sleepers, SHORTEST_SLEEP_MS } from "./sleepers";
import type { Snapshot } from "./snapshot";
import { type Ticket, ticketOf, ticketOfRow } from "./ticket";
import { TransientMap } from "./transient-map";
import { Turns } from "./turns";
import { Waiters } from "./waiters";
import type { Workflows } from "./workflows";

/** What a {@link Roster} is made of. */
export interface RosterParts {
  readonly ports: EnginePorts;
  readonly workflows: Workflows;
  readonly admission: Admission;
  readonly host: () => RunHost;
}

/** How to wait for an execution's end. */
export interface UntilEnded {
  readonly signal?: AbortSignal;
  /** A snapshot that is at hand saves reading the journal of one that has ended already. */
  readonly snapshot?: Snapshot | undefined;
  /** Wait on while the storage takes nothing. */
  readonly isPatient?: boolean;
}

/** How many rows are read at a time. */
const PART = 1_000;

/**
 * The executions of this process that have not ended. Those at work are held in memory; those that only
 * wait sleep, and are read from their journals when something happens to them.
 */
export class Roster {
  private readonly live = new TransientMap<Run>();
  private readonly sleepers: Sleepers;
  /** Why executions that are in the storage go on no more in this process. */
  private readonly lost = new Map<string, { readonly error: Error; readonly ticket: Ticket }>();
  private readonly waiters = new Waiters<Snapshot>();
  /** Those who wait on while the storage takes nothing. */
  private readonly patient = new Waiters<Snapshot>();
  /** Reading a journal takes time; two who do so at once would each go on from where it was. */
  private readonly turns = new Turns();
  private readonly revival: Revival;
  private readonly loader: Loader;
  private isHeld = false;
  private isClosed = false;

  constructor(private readonly parts: RosterParts) {
    const { ports, workflows, host } = parts;
    this.loader = new Loader(ports.storage, workflows, host);
    this.sleepers = new Sleepers(ports, (executionId) => void this.wake(executionId));
    this.revival = new Revival({ ...ports, revive: () => this.revive() });
  }

  /** Those held in memory. */
  runs(): readonly Run[] {
    return this.live.values();
  }

  get(executionId: string): Run | undefined {
    return this.live.get(executionId);
  }

  /** Has it not ended, and does it belong to this process? */
  isOpen(executionId: string): boolean {
    return this.live.has(executionId) || this.sleepers.has(executionId);
  }

  /** Begins a new execution. */
  create(
    plan: Plan,
    executionId: string,
    { created, first }: { readonly created: RunEvent; readonly first: FirstOnly },
  ): Run {
    const run = new Run(plan, executionId, this.parts.host());
    this.enter(run);
    run.create(created, first);
    return run;
  }

  /** Where an execution stands; undefined when there is none such. Only to look at. */
  async find(executionId: string): Promise<Run | undefined> {
    return this.live.get(executionId) ?? (await this.loader.load(executionId))?.run;
  }

  /** Calls back with an execution, which may then be adopted; answers undefined when there is none such. */
  async use<T>(executionId: string, work: (run: Run) => T): Promise<T | undefined> {
    const known = this.live.get(executionId);
    if (known !== undefined) return work(known);
    return this.turns.take(executionId, async () => {
      const run = await this.find(executionId);
      return run === undefined ? undefined : work(run);
    });
  }

  /** Takes charge of an execution: one that sleeps, has ended and goes on, or whose journal took no more for a while. */
  adopt(run: Run): void {
    if (this.live.has(run.executionId)) return;
    this.sleepers.remove(run.executionId);
    this.lost.delete(run.executionId);
    this.enter(run);
    if (run.state.phase === "ended") return;
    if (run.state.phase !== "created") this.parts.admission.resume(ticketOf(run.plan, run.state));
    run.resume();
  }

  /** Takes up every execution that has not ended. */
  async recover(): Promise<void> {
    const found: Loaded[] = [];
    const pending: ExecutionRow[] = [];
    for await (const row of this.unfinished()) {
      const rest = await this.restOf(row);
      if (rest === "wakes") found.push(...(await this.loadOrFail(row)));
      else this.sleepers.add(row.execution_id, row.wakes_at);
      if (rest === "pending") pending.push(row);
    }
    // All are counted before the first goes on, so that concurrency limits hold across a restart.
    for (const { run } of found) {
      this.enter(run);
      if (run.state.phase !== "created") this.parts.admission.resume(ticketOf(run.plan, run.state));
    }
    for (const { run } of found) run.resume();
    for (const row of pending) this.parts.admission.admit(ticketOfRow(row));
    for (const one of found)
      if (this.isOrphan(one)) this.parts.host().cancelChild(one.run, one.run.executionId);
  }

  /** Those that have not ended, part by part: most of 100,000 may be asleep, and their rows need not be held. */
  private async *unfinished(): AsyncGenerator<ExecutionRow> {
    const { storage } = this.parts.ports;
    let part = await storage.unfinished({ limit: PART });
    while (part.length > 0) {
      yield* part;
      const after = part.at(-1);
      part = await storage.unfinished({ limit: PART, after });
      // A storage that gives the same part again would be read for ever.
      if (part.length > 0 && part.at(-1)?.execution_id === after?.execution_id) throw repeats(storage.name);
    }
  }

  /** Begins an execution whose turn has come. */
  begin(executionId: string): void {
    const run = this.live.get(executionId);
    if (run === undefined) void this.wake(executionId);
    else run.begin();
  }

  /** Lets an execution sleep, unless it would be woken again soon. */
  rest(run: LiveRun): void {
    const { wakesAt } = run;
    if (this.live.get(run.executionId) !== run || this.isHeld) return;
    if (wakesAt !== null && wakesAt - this.parts.ports.clock.now() < SHORTEST_SLEEP_MS) return;
    this.live.take(run.executionId);
    run.retire();
    this.sleepers.add(run.executionId, wakesAt);
  }

  /** An execution has ended, and that is durable. */
  ended(run: LiveRun): void {
    this.leave(run);
    this.parts.admission.release(ticketOf(run.plan, run.state));
    this.waiters.resolve(run.executionId, run);
    this.patient.resolve(run.executionId, run);
  }

  /** An execution's journal took no more. */
  strand(run: LiveRun, error: unknown): void {
    const { executionId } = run;
    const { logger } = this.parts.ports;
    logger.error({ execution_id: executionId, error: String(error) }, "An execution's journal took no more.");
    this.leave(run);
    this.setAside(executionId, error, ticketOf(run.plan, run.state));
  }

  /** Settles when the execution has ended and that is durable; undefined when there is none such. */
  untilEnded(executionId: string, how: UntilEnded = {}): Promise<Snapshot | undefined> {
    const isAtWork = how.snapshot?.state.phase !== "ended" && this.isOpen(executionId);
    return isAtWork ? this.untilTold(executionId, how) : this.untilFound(executionId, how);
  }

  private async untilFound(executionId: string, how: UntilEnded): Promise<Snapshot | undefined> {
    const hasEnded = how.snapshot?.state.phase === "ended";
    const known = hasEnded || this.isOpen(executionId) ? how.snapshot : await this.find(executionId);
    // It may have been taken up again while its journal was read.
    if (this.isOpen(executionId)) return this.untilTold(executionId, how);
    if (known === undefined || known.state.phase === "ended") return known;
    return this.untilRevived(executionId, how);
  }

  /** It has not ended and is not running here: whoever is patient waits for the storage to take entries again. */
  private async untilRevived(executionId: string, how: UntilEnded): Promise<Snapshot> {
    const error = this.lost.get(executionId)?.error;
    if (how.isPatient === true && isTransient(error)) return this.untilTold(executionId, how);
    throw error ?? TuttiError.of("ORCHESTRATOR_STOPPED", { request: "wait for an execution" });
  }

  private untilTold(executionId: string, { isPatient = false, signal }: UntilEnded): Promise<Snapshot> {
    return (isPatient ? this.patient : this.waiters).wait(executionId, signal);
  }

  /** Begins no more effects, and wakes nothing up. */
  hold(): void {
    this.isHeld = true;
    this.sleepers.clear();
    for (const run of this.live.values()) run.hold();
  }

  /** Lets go of everything. */
  close(reason: Error): void {
    this.isClosed = true;
    this.revival.stop();
    this.sleepers.clear();
    for (const run of this.runs()) run.abandon(reason);
    this.live.clear();
    this.waiters.rejectAll(reason);
    this.patient.rejectAll(reason);
  }

  private enter(run: Run): void {
    if (this.isHeld) run.hold();
    this.live.set(run.executionId, run);
  }

  private leave(run: LiveRun): void {
    if (this.live.get(run.executionId) === run) this.live.take(run.executionId);
  }

  /** Reads an execution that sleeps, and goes on with it. */
  private async wake(executionId: string): Promise<void> {
    try {
      const found = await this.use(executionId, (run) => {
        if (!this.isClosed && this.sleepers.has(executionId)) this.adopt(run);
        return true;
      });
      if (found === undefined) this.sleepers.remove(executionId);
    } catch (error) {
      if (this.isClosed || !this.sleepers.remove(executionId)) return;
      await this.cannotWake(executionId, error);
    }
  }

  private async cannotWake(executionId: string, error: unknown): Promise<void> {
    // Its row may be as unreadable as its journal, so its place at its workflow's gate is kept.
    const ticket: Ticket = { executionId, workflowId: "", gate: null, isChild: false };
    try {
      const row = isCorrupt(error) ? await this.parts.ports.storage.getExecution(executionId) : undefined;
      if (row !== undefined && isCorrupt(error)) await this.fail(row, error);
      this.setAside(executionId, error, ticket);
    } catch (reason) {
      this.setAside(executionId, reason, ticket);
    }
  }

  /** Where an execution that has not ended may be left, going by its row alone. */
  private async restOf(row: ExecutionRow): Promise<"wakes" | "sleeps" | "pending"> {
    if (row.parent_execution_id !== null) return "wakes";
    const plan = await this.loader.pinned(row);
    if (plan === undefined || plan.concurrency !== null) return "wakes";
    if (row.status === "pending") return "pending";
    const { wakes_at } = row;
    const isDue = wakes_at !== null && wakes_at - this.parts.ports.clock.now() < SHORTEST_SLEEP_MS;
    return row.status === "waiting" && !isDue ? "sleeps" : "wakes";
  }

  private async loadOrFail(row: ExecutionRow): Promise<Loaded[]> {
    try {
      const loaded = await this.loader.load(row.execution_id);
      return loaded === undefined ? [] : [loaded];
    } catch (error) {
      if (!isCorrupt(error)) throw error;
      await this.fail(row, error);
      return [];
    }
  }

  /** What can't be read can't go on, and must not keep the others from going on. */
  private async fail(row: ExecutionRow, error: TuttiError): Promise<void> {
    const { clock, logger, onCommit, storage } = this.parts.ports;
    const { execution_id } = row;
    logger.error({ execution_id, error: error.message }, "An execution can't be read and has failed.");
    const commit = failedCommit(row, { error, time: clock.now() });
    try {
      await storage.append(commit);
      onCommit(commit);
    } catch (reason) {
      logger.error({ execution_id, error: String(reason) }, "Its failure could not be stored.");
    }
  }

  /** Goes on without an execution: until the storage takes entries again, or until the next start. */
  private setAside(executionId: string, error: unknown, ticket: Ticket): void {
    // It is the storage's, as it came.
    this.lost.set(executionId, { error: error as Error, ticket });
    this.waiters.reject(executionId, error);
    if (isTransient(error)) {
      this.revival.begin();
      return;
    }
    this.patient.reject(executionId, error);
    this.parts.admission.release(ticket);
  }

  private revive(): void {
    for (const [executionId, { error, ticket }] of Array.from(this.lost)) {
      if (!isTransient(error)) continue;
      this.lost.delete(executionId);
      this.sleepers.add(executionId, null);
      void this.wake(executionId).then(() => {
        // Nothing of it had been stored.
        if (!this.isOpen(executionId)) this.parts.admission.release(ticket);
      });
    }
  }

  /** Was it started for an action that does not wait for it any more? Then a crash kept it from being cancelled. */
  private isOrphan({ run: { executionId, state }, wasRetried }: Loaded): boolean {
    const { parent } = state;
    if (parent === null || wasRetried) return false;
    const run = this.live.get(parent.execution_id);
    const wait = run === undefined ? null : unitAt(run.state, locate(run.plan, parent))?.wait;
    return wait?.kind !== "child" || wait.execution_id !== executionId;
  }
}

function repeats(storage: string): TuttiError {
  return TuttiError.of("STORAGE_CORRUPT", {
    storage,
    reason: "it lists the same unfinished executions again",
  });
}
