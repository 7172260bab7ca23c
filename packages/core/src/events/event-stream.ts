import type {
  Clock,
  CloudEvent,
  Commit,
  DeadLetter,
  EventHandler,
  EventLog,
  Ids,
  Logger,
  Random,
  Storage,
  Timers,
} from "../ports";
import { eventTypeOf, toCloudEvent } from "./cloud-event";
import { EventQueue } from "./event-queue";
import { compileFilter, compileTypes } from "./filter";
import type { Followed, Following } from "./follower";
import { Groups } from "./groups";
import { readHistory } from "./history";
import { checkOptions, refused, type SubscribeOptions } from "./options";
import { type PublishedEvent, refuseOwnType, stamp } from "./publish";
import { Subscription } from "./subscription";

/** What an {@link EventStream} needs. */
export interface EventStreamPorts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly ids: Ids;
  readonly random: Random;
  readonly logger: Logger;
}

/** Which dead letters to list. */
export interface DeadLetterPage {
  /** How many at most. Default 100. */
  readonly limit?: number;
  /** Those behind this position. Default: from the first on. */
  readonly after?: number;
}

/**
 * Everything that happens, as CloudEvents, in each execution's order. Execution events are the journal's
 * entries: none is seen before it is durable.
 *
 * @example
 * const stop = events.subscribe({ types: ["action.failed"] }, (event) => console.warn(event.subject));
 * for await (const event of events.stream({ executionId, fromSequence: 1 })) show(event);
 * events.subscribe({ group: "billing", types: ["order.*"] }, (event) => bill(event.id, event.data));
 */
export class EventStream implements AsyncIterable<CloudEvent> {
  private readonly subscriptions = new Set<Subscription>();
  private readonly groups: Groups | undefined;

  constructor(private readonly ports: EventStreamPorts) {
    const { storage } = ports;
    if (storage.abilities.events === true) this.groups = new Groups({ ...ports, log: storage as EventLog });
  }

  /**
   * Calls the handler for each event that fits. Answers the function that ends the subscription.
   *
   * Without `group` and `fromPosition` it sees what happens while it is subscribed, and may miss what happens
   * in other processes. With one of them the events are read from the storage, at the handler's pace.
   *
   * Throws `INVALID_OPTIONS` for options that contradict each other, for a group whose members have other
   * options, and for a group or a position where the storage keeps no log of events.
   */
  subscribe(options: SubscribeOptions, handler: EventHandler): () => void {
    checkOptions(options);
    if (options.group !== undefined) return this.logged("group").join(options.group, options, handler);
    return this.open(options, handler);
  }

  /**
   * The events that fit, from now on, as they come; they end when the orchestrator has stopped. Leaving
   * the loop ends the subscription, and so does `return()`.
   */
  stream(options: Omit<SubscribeOptions, "group" | "retry"> = {}): EventQueue {
    checkOptions(options);
    const queue = new EventQueue(() => leave());
    const leave = this.open(
      options,
      (event) => queue.push(event),
      () => queue.end(),
    );
    return queue;
  }

  [Symbol.asyncIterator](): EventQueue {
    return this.stream();
  }

  /**
   * Publishes an event of the caller's own. Answers the event as subscribers see it, once it is stored as
   * durably as a commit. One whose id and source are stored already changes nothing and is answered too.
   *
   * Rejects with `INVALID_OPTIONS` for what is no event, and with `STORAGE_UNAVAILABLE` when it could not be
   * stored: then nobody has seen it.
   */
  async publish(published: PublishedEvent): Promise<CloudEvent> {
    refuseOwnType(published.type);
    const { event, isNew } = await this.store(published);
    if (isNew) this.tell(event, published);
    return event;
  }

  /**
   * Publishes an event of the engine's. Whoever is subscribed sees it also when it is stored already: an execution
   * that goes on after a crash publishes again what it may have published before.
   */
  async announce(published: PublishedEvent): Promise<CloudEvent> {
    const { event } = await this.store(published);
    this.tell(event, published);
    return event;
  }

  /**
   * Lets a reader of the engine's own follow all events, from where it was. Where the storage keeps no log it sees
   * what happens while it follows.
   */
  follow(following: Following): Followed {
    if (this.groups !== undefined) return this.groups.follow(following);
    const leave = this.open({}, async (event) => {
      await following.handle([event]);
    });
    return {
      end: () => {
        leave();
        return Promise.resolve();
      },
    };
  }

  /**
   * Everything that has happened under a correlation id: the events of its executions and those that were
   * published, in the order of time.
   */
  async correlated(correlationId: string): Promise<CloudEvent[]> {
    return readHistory(this.ports.storage, { correlationId }, 1);
  }

  /** What has happened to an execution, from this place in its journal on. Nothing for one that is not there. */
  async history(executionId: string, fromSequence = 1): Promise<CloudEvent[]> {
    return readHistory(this.ports.storage, { executionId }, fromSequence);
  }

  /** The place of the newest event among all of the storage; 0: there is none. Rejects with `INVALID_OPTIONS` without a log. */
  async lastPosition(): Promise<number> {
    return this.logged("lastPosition").lastPosition();
  }

  /** What a consumer group could not handle, by position. Rejects with `INVALID_OPTIONS` without a log. */
  async deadLetters(group: string, page: DeadLetterPage = {}): Promise<readonly DeadLetter[]> {
    return this.logged("deadLetters").deadLetters(group, page);
  }

  /**
   * Delivers dead letters of a group again: those at the given positions, or all. Answers how many; when no
   * member is there they wait for one, also through a restart. One that fails again is a dead letter again.
   */
  async redeliver(group: string, positions?: readonly number[]): Promise<number> {
    return this.logged("redeliver").redeliver(group, positions);
  }

  /** Forgets dead letters of a group: those at the given positions, or all. Answers how many. */
  async discard(group: string, positions?: readonly number[]): Promise<number> {
    return this.logged("discard").discard(group, positions);
  }

  /**
   * Forgets a consumer group: how far it has come, and its dead letters. A storage keeps what a group has not handled,
   * so one that is not used any more should be forgotten. Rejects with `INVALID_OPTIONS` while it has members here.
   */
  async forgetGroup(group: string): Promise<void> {
    return this.logged("forgetGroup").forget(group);
  }

  /** Hands on what has become durable. Called by the engine. */
  committed({ entries, row }: Commit): void {
    if (this.groups?.isUsed === true) this.groups.wake();
    if (this.subscriptions.size === 0) return;
    for (const entry of entries) {
      const type = eventTypeOf(entry);
      let event: CloudEvent | undefined;
      for (const subscription of this.subscriptions)
        if (subscription.wants(type)) subscription.offer((event ??= toCloudEvent(entry, row)));
    }
  }

  /**
   * Ends what reads from the storage: readers when they have seen everything, groups when their members have
   * finished what they have in hand. Those that take longer than the deadline (ms) are left behind.
   */
  async drain(deadlineMs: number): Promise<void> {
    await this.groups?.drain(deadlineMs);
  }

  /** Ends every subscription once it has seen what happened so far. */
  close(): void {
    for (const subscription of this.subscriptions) subscription.end();
    this.subscriptions.clear();
  }

  private async store(published: PublishedEvent): Promise<{ event: CloudEvent; isNew: boolean }> {
    const event = stamp(published, this.ports);
    const stored = published.transient === true ? true : this.ports.storage.publishEvent?.(event);
    return { event, isNew: (await stored) ?? true };
  }

  private tell(event: CloudEvent, { transient = false }: PublishedEvent): void {
    for (const subscription of this.subscriptions) subscription.offer(event);
    if (!transient) this.groups?.wake();
  }

  private open(options: SubscribeOptions, handler: EventHandler, onEnd?: () => void): () => void {
    const { fromPosition, fromSequence } = options;
    if (fromPosition !== undefined) return this.logged("fromPosition").read(options, handler, onEnd);
    const fits = compileFilter(options);
    const first = fromSequence ?? 0;
    const matches = (event: CloudEvent): boolean => (event.sequence ?? first) >= first && fits(event);
    const { logger, storage } = this.ports;
    const fitsType = compileTypes(options);
    const subscription = new Subscription({ fitsType, matches, handler, logger, ...(onEnd && { onEnd }) });
    this.subscriptions.add(subscription);
    if (fromSequence !== undefined) subscription.beginWith(readHistory(storage, options, fromSequence));
    return () => {
      subscription.close();
      this.subscriptions.delete(subscription);
    };
  }

  private logged(what: string): Groups {
    if (this.groups !== undefined) return this.groups;
    const { name } = this.ports.storage;
    throw refused(`${what} needs a log of events, and storage "${name}" keeps none`, "Use another storage.");
  }
}
