import type { Clock, DeadLetter, EventLog, GroupChange, Logger, TimerHandle, Timers } from "../ports";

/** How far a group may be ahead of what is stored of it (positions, ms). */
const SAVE_EVERY = 256;
const SAVE_AFTER_MS = 100;

/** How long to wait before a storage that failed is asked again (ms). */
export const RETRY_AFTER_MS = 1000;

/** What a {@link GroupKeeper} needs. */
export interface KeeperPorts {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: Logger;
}

/** Keeps how far a group is, and its dead letters, in the storage. */
export class GroupKeeper {
  private position = 0;
  private stored = 0;
  /** Dead letters to store (a letter) or to forget (null), by position. */
  private letters = new Map<number, DeadLetter | null>();
  private timer: TimerHandle | undefined;
  private saving: Promise<void> = Promise.resolve();
  private isClosed = false;

  constructor(
    private readonly group: string,
    private readonly ports: KeeperPorts,
  ) {}

  /** Where to go on; a new group begins behind `first`, and that is stored at once. */
  async open(first: number | undefined): Promise<number> {
    const { log } = this.ports;
    const known = await log.getGroup(this.group);
    this.stored = known?.position ?? first ?? (await log.lastPosition());
    this.position = this.stored;
    if (known === undefined) await log.saveGroup({ group: this.group, position: this.position });
    return this.position;
  }

  /** Where to go on, but not before `least`: what lies between was for nobody. A new one begins there. */
  async openBehind(least: number): Promise<number> {
    const { log } = this.ports;
    const known = await log.getGroup(this.group);
    this.position = Math.max(known?.position ?? 0, least);
    this.stored = this.position;
    if (known?.position !== this.position)
      await log.saveGroup({ group: this.group, position: this.position });
    return this.position;
  }

  /** Everything up to here is handled. It is stored a little later, or sooner when it is much. */
  moveTo(position: number): void {
    this.position = Math.max(this.position, position);
    if (this.position - this.stored >= SAVE_EVERY) void this.save();
    else if (this.position > this.stored) this.saveIn(SAVE_AFTER_MS);
  }

  /** Stores a dead letter together with the step over it. */
  keep(letter: DeadLetter): void {
    this.letters.set(letter.position, letter);
  }

  forget(position: number): void {
    this.letters.set(position, null);
  }

  /** Stores what is new; settles when that was tried. */
  save(): Promise<void> {
    this.timer?.cancel();
    this.timer = undefined;
    this.saving = this.saving.then(() => this.store());
    return this.saving;
  }

  /** Stores what is new, once more and never again. */
  close(): Promise<void> {
    this.isClosed = true;
    return this.save();
  }

  private saveIn(ms: number): void {
    if (this.isClosed) return;
    const { clock, timers } = this.ports;
    this.timer ??= timers.schedule(clock.now() + ms, () => void this.save());
  }

  private async store(): Promise<void> {
    const { letters, position } = this;
    if (position === this.stored && letters.size === 0) return;
    this.letters = new Map();
    try {
      await this.ports.log.saveGroup(changeOf(this.group, position, letters));
      this.stored = position;
    } catch (error) {
      this.letters = new Map([...letters, ...this.letters]);
      this.ports.logger.warn(
        { group: this.group, error: String(error) },
        "A consumer group could not be saved.",
      );
      this.saveIn(RETRY_AFTER_MS);
    }
  }
}

function changeOf(
  group: string,
  position: number,
  letters: ReadonlyMap<number, DeadLetter | null>,
): GroupChange {
  const all = [...letters];
  return {
    group,
    position,
    keep: all.flatMap(([, letter]) => letter ?? []),
    forget: all.flatMap(([place, letter]) => (letter === null ? [place] : [])),
  };
}
