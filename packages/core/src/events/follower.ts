import type { CloudEvent, TimerHandle } from "../ports";
import { fromLog } from "./cloud-event";
import { GroupKeeper, type KeeperPorts, RETRY_AFTER_MS } from "./group-keeper";

/** How many events are read at a time. */
const PAGE = 256;

/** What a {@link Follower} is told. */
export interface Following {
  /** The name under which the storage keeps how far it has come. */
  readonly name: string;
  /** It begins behind this position at the earliest, also when the storage knows an older one. */
  readonly from: number;
  /** What has to end before it begins: who had the name before. */
  readonly after?: Promise<void> | undefined;
  /**
   * Deals with some events, in the order in which they were stored; then come the next ones. False: it was stopped,
   * and they have to come again. Must not reject.
   */
  readonly handle: (events: readonly CloudEvent[]) => Promise<boolean>;
}

/** What follows the log can be ended. */
export interface Followed {
  /** Takes no more; settles when what it has in hand is dealt with, and that is stored. */
  end(): Promise<void>;
}

/**
 * Reads the log for one reader of Tutti's own, a page at a time, and keeps how far it has come: at least once, and
 * on from there after a restart. What is dealt with together is dealt with in one go, so that it can be stored in one.
 */
export class Follower implements Followed {
  private readonly keeper: GroupKeeper;
  private hasMore = true;
  private hasEnded = false;
  private running: Promise<void> | undefined;
  private upTo: number | undefined;
  private timer: { readonly handle: TimerHandle; readonly resolve: () => void } | undefined;

  constructor(
    private readonly ports: KeeperPorts,
    private readonly following: Following,
  ) {
    this.keeper = new GroupKeeper(following.name, ports);
    this.go();
  }

  /** There is something new in the log. */
  wake(): void {
    this.hasMore = true;
    this.go();
  }

  async end(): Promise<void> {
    this.close();
    await this.running;
    await this.keeper.close();
  }

  /** Takes no more, and waits for nothing. */
  close(): void {
    this.hasEnded = true;
    this.timer?.handle.cancel();
    this.timer?.resolve();
  }

  private go(): void {
    if (!this.hasEnded) this.running ??= this.run();
  }

  private async run(): Promise<void> {
    while (this.hasMore && !this.hasEnded) {
      try {
        this.upTo ??= await this.open();
        // In a turn of its own: what becomes durable in this one is read together.
        await this.pause(0);
        await this.readPage(this.upTo);
      } catch (error) {
        this.hasMore = true;
        const fields = { group: this.following.name, error: String(error) };
        this.ports.logger.warn(fields, "Events could not be read.");
        await this.pause(RETRY_AFTER_MS);
      }
    }
    this.running = undefined;
  }

  private async readPage(after: number): Promise<void> {
    if (this.hasEnded) return;
    this.hasMore = false;
    const { events, upTo } = await this.ports.log.readEvents(after, PAGE);
    if (upTo === after) return;
    this.hasMore = true;
    if (events.length > 0 && !(await this.following.handle(events.map(fromLog)))) {
      this.close();
      return;
    }
    this.upTo = upTo;
    this.keeper.moveTo(upTo);
  }

  private async open(): Promise<number> {
    const { after, from } = this.following;
    await after;
    return this.keeper.openBehind(from);
  }

  private pause(ms: number): Promise<void> {
    const { clock, timers } = this.ports;
    return new Promise((resolve) => {
      if (this.hasEnded) return resolve();
      this.timer = { handle: timers.schedule(clock.now() + ms, resolve), resolve };
    });
  }
}
