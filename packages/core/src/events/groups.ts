import type { Clock, DeadLetter, EventHandler, Timers } from "../ports";
import { ConsumerGroup, type ConsumerPorts } from "./consumer-group";
import { compileFilter } from "./filter";
import { type Followed, Follower, type Following } from "./follower";
import { GroupKeeper } from "./group-keeper";
import { checkGroup, type FullRetry, fullRetry, ONCE, refused, type SubscribeOptions } from "./options";

/** How many dead letters are looked at together. */
const PAGE = 500;

/** A group that has members in this process. */
interface Active {
  readonly group: ConsumerGroup;
  readonly keeper: GroupKeeper;
  /** Filter and retry as text: all members must agree. */
  readonly terms: string;
}

/** One who reads the log. */
interface LogReader {
  /** There is something new in the log. */
  wake(): void;
  end(): Promise<void>;
  close(): void;
}

/** What reads the log: consumer groups, and single readers that nobody remembers. */
export class Groups {
  private readonly active = new Map<string, Active>();
  private readonly readers = new Set<LogReader>();
  /** Groups whose last member has left, until they have ended. */
  private readonly leaving = new Map<string, Promise<void>>();

  constructor(private readonly ports: ConsumerPorts) {}

  /** Is somebody reading? */
  get isUsed(): boolean {
    return this.active.size > 0 || this.readers.size > 0;
  }

  /** The position of the newest event. */
  async lastPosition(): Promise<number> {
    return this.ports.log.lastPosition();
  }

  /** Lets a handler read the log from a position; gives what ends it. */
  read(options: SubscribeOptions, handler: EventHandler, onEnd?: () => void): () => void {
    const reader = this.make(options, { retry: ONCE, kept: undefined, after: undefined, onEnd });
    this.readers.add(reader);
    reader.join(handler);
    return () => {
      this.readers.delete(reader);
      reader.close();
    };
  }

  /** Lets a reader of Tutti's own follow the log. */
  follow(following: Following): Followed {
    const follower = new Follower(this.ports, following);
    this.readers.add(follower);
    return {
      end: () => {
        this.readers.delete(follower);
        return follower.end();
      },
    };
  }

  /** Makes a handler a member of a group; gives what takes it out. */
  join(name: string, options: SubscribeOptions, handler: EventHandler): () => void {
    const found = this.active.get(name) ?? this.begin(name, options);
    if (found.terms !== termsOf(options))
      throw refused(
        `group "${name}" has members with another filter or retry`,
        "Give all members of a group the same options, or use another group.",
      );
    const member = found.group.join(handler);
    return () => {
      if (found.group.leave(member) === 0 && this.active.get(name) === found) this.end(name, found);
    };
  }

  /** There is something new in the log. */
  wake(): void {
    for (const { group } of this.active.values()) group.wake();
    for (const reader of this.readers) reader.wake();
  }

  /** Lets all readers and groups come to an end, and closes those that take longer. */
  async drain(deadlineMs: number): Promise<void> {
    const all = [...Array.from(this.active.values(), ({ group }) => group), ...this.readers];
    const ended = Promise.all([...all.map((one) => one.end()), ...this.leaving.values()]);
    await within(deadlineMs, ended, this.ports);
    for (const one of all) one.close();
    this.active.clear();
    this.readers.clear();
  }

  async deadLetters(group: string, { limit = 100, after = 0 } = {}): Promise<readonly DeadLetter[]> {
    checkGroup(group);
    return this.ports.log.listDeadLetters({ group, limit, after });
  }

  /** Lets dead letters be delivered again; gives how many. */
  redeliver(group: string, positions?: readonly number[]): Promise<number> {
    return this.change(group, positions, (keeper, letter) => keeper.keep({ ...letter, is_due: true }));
  }

  /** Forgets dead letters; gives how many. */
  discard(group: string, positions?: readonly number[]): Promise<number> {
    return this.change(group, positions, (keeper, { position }) => keeper.forget(position));
  }

  /** Forgets how far a group has come, and its dead letters. */
  async forget(group: string): Promise<void> {
    checkGroup(group);
    if (this.active.has(group))
      throw refused(`group "${group}" has members`, "End its subscriptions first.", "forgetGroup");
    await this.leaving.get(group);
    await this.ports.log.forgetGroup(group);
  }

  private async change(
    group: string,
    positions: readonly number[] | undefined,
    change: (keeper: GroupKeeper, letter: DeadLetter) => void,
  ): Promise<number> {
    const letters = await this.lettersAt(group, positions);
    if (letters.length === 0) return 0;
    const active = this.active.get(group);
    const keeper = active?.keeper ?? new GroupKeeper(group, this.ports);
    if (active === undefined) await keeper.open(undefined);
    for (const letter of letters) change(keeper, letter);
    await (active === undefined ? keeper.close() : keeper.save());
    active?.group.wakeForLetters();
    return letters.length;
  }

  private async lettersAt(group: string, positions?: readonly number[]): Promise<readonly DeadLetter[]> {
    const wanted = positions === undefined ? undefined : new Set(positions);
    const letters: DeadLetter[] = [];
    for await (const letter of this.allLetters(group))
      if (wanted?.has(letter.position) !== false) letters.push(letter);
    return letters;
  }

  private async *allLetters(group: string): AsyncIterable<DeadLetter> {
    let after = 0;
    for (;;) {
      const letters = await this.deadLetters(group, { limit: PAGE, after });
      yield* letters;
      if (letters.length < PAGE) return;
      after = letters.at(-1)?.position ?? 0;
    }
  }

  private begin(name: string, options: SubscribeOptions): Active {
    const keeper = new GroupKeeper(name, this.ports);
    const retry = fullRetry(options.retry);
    const after = this.leaving.get(name);
    const group = this.make(options, { retry, kept: { name, keeper }, after });
    const active: Active = { group, keeper, terms: termsOf(options) };
    this.active.set(name, active);
    return active;
  }

  private end(name: string, { group }: Active): void {
    this.active.delete(name);
    const ended = group.end().then(() => {
      if (this.leaving.get(name) === ended) this.leaving.delete(name);
    });
    this.leaving.set(name, ended);
  }

  private make(options: SubscribeOptions, rest: MadeOf): ConsumerGroup {
    const { fromPosition } = options;
    const first = fromPosition === undefined ? undefined : Math.max(0, fromPosition - 1);
    return new ConsumerGroup({ ports: this.ports, matches: compileFilter(options), first, ...rest });
  }
}

/** What differs between a group and a reader. */
interface MadeOf {
  readonly retry: FullRetry;
  readonly kept: { readonly name: string; readonly keeper: GroupKeeper } | undefined;
  readonly after: Promise<void> | undefined;
  readonly onEnd?: (() => void) | undefined;
}

function termsOf(options: SubscribeOptions): string {
  const { types, source, subject, correlationId, executionId, workflowId } = options;
  return JSON.stringify([
    types,
    source,
    subject,
    correlationId,
    executionId,
    workflowId,
    fullRetry(options.retry),
  ]);
}

/** Waits for something, but not longer than so many ms. */
function within(
  ms: number,
  work: Promise<unknown>,
  { clock, timers }: { clock: Clock; timers: Timers },
): Promise<void> {
  return new Promise((resolve) => {
    const timer = timers.schedule(clock.now() + ms, resolve);
    void work.then(() => {
      timer.cancel();
      resolve();
    });
  });
}
