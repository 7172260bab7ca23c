import type { Change } from "../events";
import type { PassiveHealthConfig } from "./options";
import type { Verdict } from "./verdict";

/** What {@link PassiveHealth} needs from outside. */
export interface PassiveHealthParts {
  readonly config: PassiveHealthConfig;
  /** ms since 1970. */
  readonly now: () => number;
  /** True when one more may be ejected. */
  readonly mayEject: () => boolean;
  readonly emit: (change: Pick<Change, "type" | "reason">) => void;
}

/** Whether an instance gets requests: all, none, or more and more of them. */
export type PassiveState = "healthy" | "ejected" | "recovering";

const LONGEST = 10;
const FIRST_SHARE = 0.1;

/**
 * Judges an instance by the requests that it got: ejects it after failures in sequence, and lets it come
 * back with a small share that grows. A failure while it comes back ejects it again, for longer.
 *
 * That its time is over is noticed when somebody looks, so no timer is needed.
 */
export class PassiveHealth {
  private current: PassiveState = "healthy";
  private failures = 0;
  private times = 0;
  private since = 0;

  constructor(private readonly parts: PassiveHealthParts) {}

  /** How it is now. */
  get state(): PassiveState {
    if (this.current !== "healthy") this.moveOn(this.parts.now());
    return this.current;
  }

  /** The part of its weight that counts now, above 0 and at most 1. */
  get share(): number {
    if (this.state !== "recovering") return 1;
    const grown = (this.parts.now() - this.since) / (this.parts.config.slow_start_seconds * 1000);
    return FIRST_SHARE + (1 - FIRST_SHARE) * Math.min(1, Math.max(0, grown));
  }

  /** A request is over. */
  record(verdict: Verdict): void {
    if (verdict === "success") this.failures = 0;
    if (verdict !== "failure" || this.state === "ejected") return;
    this.failures += 1;
    const enough = this.current === "recovering" ? 1 : this.parts.config.consecutive_failures;
    if (this.failures >= enough && this.parts.mayEject()) this.eject();
  }

  private get ejectionMs(): number {
    return this.parts.config.eject_seconds * 1000 * Math.min(this.times, LONGEST);
  }

  private eject(): void {
    const failures = this.failures;
    this.current = "ejected";
    this.since = this.parts.now();
    this.times += 1;
    this.failures = 0;
    const reason = `${failures} ${failures === 1 ? "failure" : "failures in sequence"}, out for ${this.ejectionMs / 1000} s`;
    this.parts.emit({ type: "instance.ejected", reason });
  }

  private moveOn(now: number): void {
    if (this.current === "ejected" && now >= this.since + this.ejectionMs) {
      this.current = "recovering";
      this.since = now;
      this.failures = 0;
      this.parts.emit({ type: "instance.recovering" });
    }
    if (this.current === "recovering" && now >= this.since + this.parts.config.slow_start_seconds * 1000) {
      this.current = "healthy";
      this.times = 0;
      this.parts.emit({ type: "instance.recovered" });
    }
  }
}
