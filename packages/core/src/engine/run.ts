import type { CompiledExpression, CompiledTemplate } from "../expression";
import type { Json, JsonObject } from "../json/json";
import type { Plan } from "../plan";
import type { Commit, JournalEntry, Logger } from "../ports";
import {
  type Command,
  decide,
  event,
  evolve,
  initialState,
  isCurrent,
  locate,
  outstanding,
  type RecordedEvent,
  type RunEvent,
  type RunState,
  type RunTimer,
  unitAt,
  wake,
} from "../run";
import { checkEntry, fromEntry, rowOf } from "./entries";
import { Fifo } from "./fifo";
import { Listening } from "./listening";
import type { RunHost } from "./ports";
import type { RunContext } from "./run-context";
import { redactingLogger } from "./redacting-logger";
import { Redactor } from "./redaction";
import { redactEvent } from "./redact-event";
import { perform } from "./perform";
import { Preparation } from "./preparation";
import { type Effect, isEffect, needsSlot } from "./effects";
import { Emissions } from "./emissions";
import { type FirstOnly, RunJournal } from "./run-journal";
import { RunTimers } from "./run-timers";
import { ExecutionScope, type ScopePlace } from "./scope";
import { openParameters } from "./secret-parameters";
import { SecretReader } from "./secrets";
import { AttemptTable } from "./attempt-table";
import type { SlotUser } from "./slots";

/**
 * One running execution: records events, asks `decide` what follows from each, and performs it.
 *
 * Bookkeeping follows at once, so that it shares the commit of what caused it. Effects (calls of
 * executors, child executions) wait until that commit is durable. Nothing here calls itself: events
 * and commands go through queues, so a chain of 10,000 actions needs no deeper stack than one.
 */
export class Run implements RunContext, SlotUser {
  readonly state: RunState;
  readonly scope: ExecutionScope;
  readonly redactor = new Redactor();
  readonly secrets: SecretReader;
  readonly attempts: AttemptTable;
  readonly timers: RunTimers;
  readonly preparation = new Preparation();
  private ownLogger: Logger | undefined;
  private ownListening: Listening | undefined;
  private ownEmissions: Emissions | undefined;
  private readonly commands = new Fifo<Command>();
  private readonly effects = new Fifo<Effect>();
  private readonly journal: RunJournal;
  private isPumping = false;
  /** Whether the host believes that it is at work; undefined until it has begun. */
  private isBusy: boolean | undefined;
  private isGone = false;
  private goneFor: unknown;
  private isHeld = false;
  private readonly idlers: (() => void)[] = [];

  constructor(
    readonly plan: Plan,
    readonly executionId: string,
    readonly host: RunHost,
  ) {
    this.state = initialState(plan, executionId);
    this.attempts = new AttemptTable(host.slots);
    this.journal = new RunJournal({
      append: (commit) => host.ports.storage.append(commit),
      durable: (commit, isLate) => this.becameDurable(commit, isLate),
      lose: (error) => this.lose(error),
    });
    this.scope = new ExecutionScope(plan, this.state, host.sources);
    this.secrets = new SecretReader(host.ports.secrets, this.redactor);
    this.timers = new RunTimers(host.ports.timers, (timer) => this.wake(timer));
  }

  /** Made when first asked for: most executions log nothing. */
  get logger(): Logger {
    this.ownLogger ??= redactingLogger(this.host.ports.logger, this.redactor);
    return this.ownLogger;
  }

  /** Made when first asked for: most executions wait for no event. */
  get listening(): Listening {
    this.ownListening ??= new Listening();
    return this.ownListening;
  }

  /** Made when first asked for: most executors emit nothing. */
  get emissions(): Emissions {
    this.ownEmissions ??= new Emissions();
    return this.ownEmissions;
  }

  /** Records the first event of a new execution. */
  create(created: RunEvent, first: FirstOnly): void {
    this.journal.first = first;
    this.record(created);
  }

  /** Reads the execution's journal; nothing goes on yet. Throws `CORRUPT_JOURNAL`. */
  replay(entries: readonly JournalEntry[]): void {
    for (const entry of entries) checkEntry(entry, this.sequence, () => this.take(fromEntry(entry)));
    this.journal.durableSequence = this.sequence;
    if (this.state.phase !== "ended") this.readParameters();
  }

  /** Goes on with everything that should be going on. */
  resume(): void {
    this.push(outstanding(this.plan, this.state));
  }

  /** Goes on after it had to wait for a slot. */
  goOn(): void {
    this.pump();
  }

  /** Begins no more effects: the orchestrator stops. */
  hold(): void {
    this.isHeld = true;
  }

  /** Settles when no attempt is running and, unless effects are held, the execution has ended or waits. */
  idle(): Promise<void> {
    if (this.isIdle) return Promise.resolve();
    return new Promise((resolve) => this.idlers.push(resolve));
  }

  /** Starts the execution, once its turn has come. */
  begin(): void {
    if (this.state.phase !== "created") return;
    const { timeout_ms } = this.plan;
    const deadline = timeout_ms === null ? null : this.host.ports.clock.now() + timeout_ms;
    this.record(event("execution.started", { deadline }));
  }

  /** Records an event, if it still fits, and everything that follows from it. */
  record(happened: RunEvent): void {
    if (this.isGone || !isCurrent(this.plan, this.state, happened)) return;
    const child = childThatIsCancelled(this, happened);
    // One object serves as the event and as the journal's entry: this is the hottest path there is.
    const entry = this.toEntry(redactEvent(this.redactor, happened));
    const recorded = fromEntry(entry);
    this.take(recorded);
    this.journal.add(entry);
    this.follow(recorded);
    if (child !== null) this.after({ kind: "cancel_child", executionId: child });
    this.push(decide(this.plan, this.state));
  }

  /** Records what belongs together before anything follows from the first of it. */
  together(work: () => void): void {
    const wasPumping = this.isPumping;
    this.isPumping = true;
    try {
      work();
    } finally {
      this.isPumping = wasPumping;
    }
    this.pump();
  }

  /** Settles when everything up to a sequence is durable, whatever becomes of what was recorded since. */
  whenDurable(sequence: number): Promise<void> {
    const isDurable = sequence <= this.journal.durableSequence;
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it is the storage's, as it came
    if (this.isGone && !isDurable) return Promise.reject(this.goneFor);
    return this.journal.whenDurable(sequence);
  }

  /** Queues commands and performs what can be performed. */
  push(commands: readonly Command[]): void {
    for (const command of commands) this.commands.push(command);
    this.pump();
  }

  /** Resolves a template, asking for secrets when it names some. */
  resolve(template: CompiledTemplate, place: ScopePlace): Json | undefined | Promise<Json | undefined> {
    const secrets = this.secrets.named(template.references);
    if (secrets === undefined) return template.resolve(this.scope.at(place));
    return secrets.then((values: JsonObject) =>
      template.resolve(this.scope.at({ ...place, secrets: values })),
    );
  }

  /** Evaluates an expression likewise. */
  evaluate(expression: CompiledExpression, place: ScopePlace): Json | undefined | Promise<Json | undefined> {
    const secrets = this.secrets.named(expression.references);
    if (secrets === undefined) return expression.evaluate(this.scope.at(place));
    return secrets.then((values: JsonObject) =>
      expression.evaluate(this.scope.at({ ...place, secrets: values })),
    );
  }

  /** Lets go of the execution without ending it: timers and attempts stop, nothing more is recorded. */
  abandon(reason: unknown): void {
    this.isGone = true;
    this.goneFor = reason;
    this.timers.clear();
    this.ownListening?.clear();
    this.host.slots.leave(this);
    this.attempts.abandon(reason);
    this.tellHost();
  }

  /** Makes place: from now on the journal stands for the execution. */
  retire(): void {
    this.isGone = true;
    this.timers.clear();
  }

  /**
   * When it has to be taken up at the latest (ms), while it stands still: at once, when it waits for a child,
   * for an event, or for what is being evaluated.
   */
  get wakesAt(): number | null {
    const { last, status } = this.state;
    if (status !== "waiting") return null;
    return this.worksInside ? (last?.time ?? 0) : this.timers.next();
  }

  /** Is something under way that only this object knows of, whatever the status says? */
  private get worksInside(): boolean {
    const isBusy = this.preparation.isUnderWay || !this.effects.isEmpty;
    return isBusy || this.state.children + this.attempts.size + (this.ownListening?.size ?? 0) > 0;
  }

  /** The sequence of the newest entry. */
  get sequence(): number {
    return this.state.last?.sequence ?? 0;
  }

  private wake(timer: RunTimer): void {
    this.push(wake(this.plan, this.state, { timer, now: this.host.ports.clock.now() }));
  }

  /** What an event changes, whether it happens now or is read from the journal. */
  private take(recorded: RecordedEvent): void {
    evolve(this.plan, this.state, recorded);
    if (recorded.type === "action.emitted") this.emissions.add(recorded.data);
  }

  private toEntry({ type, data }: RunEvent): JournalEntry {
    return {
      execution_id: this.executionId,
      sequence: this.sequence + 1,
      time: this.host.ports.clock.now(),
      type,
      data: data as unknown as JsonObject,
    };
  }

  /** Keeps what is derived from the state up to date. */
  private follow(recorded: RecordedEvent): void {
    if (recorded.type === "execution.created" || recorded.type === "execution.retried") {
      this.preparation.forgetItems();
      this.readParameters();
    } else if ("action_id" in recorded.data && recorded.type !== "action.emitted") {
      const at = locate(this.plan, recorded.data);
      this.timers.cancel(at);
      this.ownListening?.end(at);
      if (at.index === undefined) this.scope.update(at.action);
    }
    if (this.state.phase !== "ended") return;
    this.timers.clear();
    this.ownListening?.clear();
  }

  private readParameters(): void {
    const { definition } = this.plan;
    const { parameters, secrets } = openParameters(definition, this.state, this.host.ports.cipher);
    for (const secret of secrets) this.redactor.learn(secret);
    this.scope.reset(parameters);
  }

  private pump(): void {
    if (this.isPumping) return;
    this.isPumping = true;
    try {
      while (this.step());
    } finally {
      this.isPumping = false;
    }
    this.tellHost();
  }

  /** Tells whoever has to know where the execution stands now. */
  private tellHost(): void {
    if (this.idlers.length > 0 && this.isIdle) for (const resolve of this.idlers.splice(0)) resolve();
    const isBusy = this.state.status === "running" && !this.isGone;
    if (isBusy !== this.isBusy && this.state.phase !== "created") {
      this.isBusy = isBusy;
      this.host.count(this.executionId, isBusy);
    }
    if (!isBusy && this.isAtRest) this.host.rest(this);
  }

  /** Would its journal do instead of it, until a timer, a signal, a request or its turn comes? */
  private get isAtRest(): boolean {
    const { state, journal } = this;
    const stands = (state.status === "waiting" && state.fans === 0) || state.status === "pending";
    if (!stands || this.isGone || this.sequence > journal.durableSequence || journal.isAwaited) return false;
    // What a provider said must stay redacted, and only this object knows it.
    return !this.worksInside && !this.secrets.hasAsked;
  }

  /** Is there nothing that a stop would have to wait for? */
  get isIdle(): boolean {
    const isStill = this.isHeld || this.state.status !== "running";
    return this.attempts.size === 0 && isStill && this.journal.durableSequence >= this.sequence;
  }

  /** Does the next thing there is to do; false when there is nothing, or only what waits for a commit. */
  private step(): boolean {
    const command = this.commands.shift();
    if (command !== undefined) {
      if (isEffect(command)) this.after(command);
      else perform(this, command);
      return true;
    }
    if (this.journal.hasPending) {
      this.journal.commit(rowOf(this.state, this.wakesAt));
      return true;
    }
    const effect = this.nextEffect();
    if (effect === undefined) return false;
    if (effect.kind === "cancel_child") this.host.cancelChild(this, effect.executionId);
    else perform(this, effect);
    return true;
  }

  /** Takes the next effect whose time has come; queues up for a slot when it needs one. */
  private nextEffect(): Effect["command"] | undefined {
    const effect = this.effects.peek();
    const isDue = effect !== undefined && effect.after <= this.journal.durableSequence;
    if (!isDue || this.isGone || this.isHeld) return undefined;
    if (needsSlot(effect.command) && !this.host.slots.hasRoom) {
      this.host.slots.waitFor(this);
      return undefined;
    }
    return this.effects.shift()?.command;
  }

  private after(command: Effect["command"]): void {
    this.effects.push({ after: this.sequence, command });
  }

  private becameDurable(commit: Commit, isLate: boolean): void {
    this.host.ports.onCommit(commit, this);
    // It may have been retried before its end became durable.
    if (commit.row.completed_at !== null && this.state.phase === "ended") this.host.ended(this);
    if (isLate) this.pump();
  }

  private lose(error: unknown): void {
    if (this.isGone) return;
    this.abandon(error);
    this.journal.fail(error);
    this.host.lost(this, error);
  }
}

/** The child execution of a unit that is about to be cancelled itself. */
function childThatIsCancelled({ plan, state }: RunContext, happened: RunEvent): string | null {
  if (happened.type !== "action.cancelled" && happened.type !== "item.cancelled") return null;
  const wait = unitAt(state, locate(plan, happened.data))?.wait;
  return wait?.kind === "child" ? wait.execution_id : null;
}
