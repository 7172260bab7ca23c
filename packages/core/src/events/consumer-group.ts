import type { CloudEvent, EventHandler, EventLog, Random, TimerHandle } from "../ports";
import { fromLog } from "./cloud-event";
import { type GroupKeeper, type KeeperPorts, RETRY_AFTER_MS } from "./group-keeper";
import type { FullRetry } from "./options";
import { waitAfter } from "./wait-after";
import { type Pending, Window } from "./window";

/** How many events a group has in hand at most, and how far it reads ahead of one that is not finished. */
const HELD = 256;
const REACH = 4096;

/** What a {@link ConsumerGroup} needs. */
export interface ConsumerPorts extends KeeperPorts {
  readonly random: Random;
}

/** What a {@link ConsumerGroup} is made of. */
export interface ConsumerParts {
  readonly ports: ConsumerPorts;
  readonly matches: (event: CloudEvent) => boolean;
  readonly retry: FullRetry;
  /** The group's name and what keeps it; undefined: a single reader that nobody remembers. */
  readonly kept: { readonly name: string; readonly keeper: GroupKeeper } | undefined;
  /** The position that a new group begins behind; undefined: the newest. */
  readonly first: number | undefined;
  /** What has to end before it begins: those who had the group before. */
  readonly after: Promise<void> | undefined;
  /** Called once, when it has ended. */
  readonly onEnd?: (() => void) | undefined;
}

/** One handler of a group. */
export interface Member {
  readonly handler: EventHandler;
  isBusy: boolean;
}

/**
 * Reads the log at the pace of its members: in pages, each in a turn of the event loop of its own, and never
 * more than it can hold. Whatever its members do, nobody else waits for it.
 */
export class ConsumerGroup {
  private readonly members = new Set<Member>();
  private readonly window = new Window();
  private readonly timers = new Set<TimerHandle>();
  private state: "open" | "ending" | "closed" = "open";
  /** Everything up to here was read; undefined: it has not started. */
  private upTo: number | undefined;
  /** May there be more to read, of the log and of due letters? */
  private hasMore = true;
  private hasLetters: boolean;
  private isFilling = false;
  /** How many members have an event in hand, those who left included. */
  private busy = 0;
  private readonly whenClosed: (() => void)[] = [];

  /** Where a new group begins, as it was when this was made; undefined: that could not be told. */
  private readonly first: number | Promise<number | undefined> | undefined;

  constructor(private readonly parts: ConsumerParts) {
    this.first = parts.first ?? newestNow(parts.ports.log);
    this.hasLetters = parts.kept !== undefined;
  }

  /** Takes a handler in; gives what takes it out. */
  join(handler: EventHandler): Member {
    const member: Member = { handler, isBusy: false };
    this.members.add(member);
    this.go();
    return member;
  }

  /** Takes a handler out: it gets no more. Gives how many are left. */
  leave(member: Member): number {
    this.members.delete(member);
    return this.members.size;
  }

  /** There is something new in the log. */
  wake(): void {
    this.hasMore = true;
    this.go();
  }

  /** There is a dead letter to be delivered again. */
  wakeForLetters(): void {
    this.hasLetters = true;
    this.go();
  }

  /** Reads what is there, and then ends. A group that is kept ends with what its members have in hand. */
  async end(): Promise<void> {
    if (this.state === "open") this.state = "ending";
    if (this.parts.kept !== undefined) this.hasMore = this.hasLetters = false;
    const closed = new Promise<void>((resolve) => this.whenClosed.push(resolve));
    this.go();
    await closed;
    await this.parts.kept?.keeper.close();
  }

  /** Ends at once; what members have in hand they still finish. */
  close(): void {
    if (this.state === "closed") return;
    this.state = "closed";
    for (const timer of this.timers) timer.cancel();
    for (const resolve of this.whenClosed.splice(0)) resolve();
    this.parts.onEnd?.();
  }

  /** Hands out what is there, and reads when there is room. */
  private go(): void {
    if (this.state === "closed") return;
    if (this.state === "open" || this.parts.kept === undefined) this.handOut();
    if (this.isOver()) this.close();
    else if (!this.isFilling && this.hasRoom()) void this.fill();
  }

  private handOut(): void {
    for (const member of this.members) {
      if (member.isBusy) continue;
      const pending = this.window.take();
      if (pending === undefined) return;
      void this.deliver(member, pending);
    }
  }

  private isOver(): boolean {
    if (this.state !== "ending" || this.isFilling) return false;
    if (this.parts.kept === undefined) return !this.hasMore && this.window.size === 0;
    return this.busy === 0;
  }

  private hasRoom(): boolean {
    if (this.members.size === 0) return false;
    if (this.hasLetters && !this.window.hasLetters) return true;
    const { upTo = 0, window } = this;
    return this.hasMore && window.size <= HELD / 2 && upTo - window.finishedUpTo(upTo) < REACH;
  }

  private async fill(): Promise<void> {
    this.isFilling = true;
    try {
      await this.nextTurn();
      this.upTo ??= await this.start();
      if (this.hasLetters && !this.window.hasLetters) await this.fillLetters();
      if (this.hasMore) await this.fillEvents(this.upTo);
    } catch (error) {
      const group = this.parts.kept?.name ?? null;
      this.parts.ports.logger.warn({ group, error: String(error) }, "Events could not be read.");
      await this.pause(RETRY_AFTER_MS);
    }
    this.isFilling = false;
    this.go();
  }

  private async start(): Promise<number> {
    const { after, kept, ports } = this.parts;
    await after;
    const first = await this.first;
    return kept === undefined ? (first ?? ports.log.lastPosition()) : kept.keeper.open(first);
  }

  private async fillEvents(upTo: number): Promise<void> {
    this.hasMore = false;
    const read = Promise.resolve(this.parts.ports.log.readEvents(upTo, HELD - this.window.size));
    const page = await read.catch((error: unknown) => {
      this.hasMore = true;
      throw error;
    });
    if (page.upTo > upTo) this.hasMore = true;
    this.upTo = page.upTo;
    for (const logged of page.events) {
      const event = fromLog(logged);
      if (this.parts.matches(event)) this.window.addEvent(event, logged.position);
    }
    this.noteProgress();
  }

  private async fillLetters(): Promise<void> {
    const { kept, ports } = this.parts;
    const query = { group: kept?.name ?? "", limit: HELD, isDue: true };
    // Those that were handled just now must not be found again.
    await kept?.keeper.save();
    this.hasLetters = false;
    const letters = await ports.log.listDeadLetters(query);
    if (letters.length === HELD) this.hasLetters = true;
    for (const { event, position } of letters) this.window.addLetter(event, position);
  }

  private async deliver(member: Member, pending: Pending): Promise<void> {
    const { isLetter: isRedelivered, event } = pending;
    const group = this.parts.kept?.name ?? null;
    member.isBusy = true;
    this.busy += 1;
    pending.attempts += 1;
    try {
      await member.handler(event, { group, attempt: pending.attempts, isRedelivered });
      this.finish(pending);
    } catch (error) {
      this.fail(pending, error);
    }
    member.isBusy = false;
    this.busy -= 1;
    this.go();
  }

  private finish(pending: Pending): void {
    this.window.remove(pending);
    if (pending.isLetter) {
      this.parts.kept?.keeper.forget(pending.position);
      void this.parts.kept?.keeper.save();
    }
    this.noteProgress();
  }

  private fail(pending: Pending, error: unknown): void {
    const { retry } = this.parts;
    const wait = waitAfter(error, pending.attempts, { retry, random: this.parts.ports.random });
    this.report(pending, error, wait);
    if (wait === undefined) return this.giveUp(pending, error);
    pending.state = "resting";
    this.after(wait, () => {
      pending.state = "ready";
      this.go();
    });
  }

  private giveUp(pending: Pending, error: unknown): void {
    const { kept, ports } = this.parts;
    const { attempts, event, position } = pending;
    const time = ports.clock.now();
    kept?.keeper.keep({ position, event, attempts, error: String(error), time, is_due: false });
    this.window.remove(pending);
    this.noteProgress();
    void kept?.keeper.save();
  }

  private report({ event, attempts }: Pending, error: unknown, wait: number | undefined): void {
    const { logger } = this.parts.ports;
    const { kept } = this.parts;
    const fields = {
      event_id: event.id,
      event_type: event.type,
      error: String(error),
      ...(kept === undefined ? {} : { group: kept.name, attempt: attempts }),
    };
    if (wait === undefined) logger.error(fields, "An event handler failed.");
    else logger.warn({ ...fields, wait_ms: wait }, "An event handler failed; the event is tried again.");
  }

  private noteProgress(): void {
    if (this.upTo !== undefined) this.parts.kept?.keeper.moveTo(this.window.finishedUpTo(this.upTo));
  }

  private nextTurn(): Promise<void> {
    return this.pause(0);
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  private after(ms: number, callback: () => void): void {
    const { clock, timers } = this.parts.ports;
    const timer = timers.schedule(clock.now() + ms, () => {
      this.timers.delete(timer);
      callback();
    });
    this.timers.add(timer);
  }
}

/** The newest position at this moment; undefined: it can't be told now. */
function newestNow(log: EventLog): number | Promise<number | undefined> | undefined {
  try {
    const newest = log.lastPosition();
    return typeof newest === "number" ? newest : newest.catch(() => undefined);
  } catch {
    return undefined;
  }
}
