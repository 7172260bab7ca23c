import {
  circuitBreaker,
  type CircuitBreakerPolicy,
  CircuitState,
  CountBreaker,
  handleWhenResult,
} from "cockatiel";
import type { Change } from "../events";
import { type Outcome, outcomeOf } from "../health/verdict";
import type { CircuitBreakerConfig } from "./options";

/** What a {@link Breaker} needs from outside. */
export interface BreakerParts {
  readonly config: CircuitBreakerConfig;
  /** ms since 1970. */
  readonly now: () => number;
  readonly emit: (change: Pick<Change, "type" | "reason">) => void;
}

/** Closed lets requests through, open none, and half-open is trying one. */
export type BreakerState = "closed" | "open" | "half_open";

/**
 * Keeps requests from an instance that fails too often. After a while one request tries whether it is
 * well again: then the breaker closes, else it stays open for as long again.
 *
 * The states and the counting are cockatiel's. The time is ours, because cockatiel's can't be injected.
 */
export class Breaker {
  private readonly policy: CircuitBreakerPolicy;
  private openUntil = 0;

  constructor(private readonly parts: BreakerParts) {
    const { failure_ratio: threshold, newest_requests: size, open_seconds: openSeconds } = parts.config;
    const failed = handleWhenResult((result) => (result as Outcome<unknown>).verdict === "failure")
      // One that tried and was given up has shown nothing, so there is no reason to close.
      .orWhen((error) => error instanceof Undecided && this.policy.state === CircuitState.HalfOpen);
    this.policy = circuitBreaker(failed, {
      // By cockatiel's clock its time is always over: only `available` decides.
      halfOpenAfter: Number.NEGATIVE_INFINITY,
      breaker: new CountBreaker({ threshold, size }),
    });
    this.policy.onBreak(() => {
      this.openUntil = parts.now() + openSeconds * 1000;
      parts.emit({ type: "breaker.opened", reason: `too many failures, open for ${openSeconds} s` });
    });
    this.policy.onHalfOpen(() => parts.emit({ type: "breaker.half_opened" }));
    this.policy.onReset(() => parts.emit({ type: "breaker.closed" }));
  }

  /** Its state. Open lasts until a request tries, also when the time for that has come. */
  get state(): BreakerState {
    if (this.policy.state === CircuitState.Closed) return "closed";
    return this.policy.state === CircuitState.HalfOpen ? "half_open" : "open";
  }

  /** True when a request would be let through. */
  get available(): boolean {
    return this.state === "closed" || (this.state === "open" && this.parts.now() >= this.openUntil);
  }

  /** How long it stays open, in ms: 0 when a request may try, or is trying. */
  get waitMs(): number {
    return this.state === "open" ? Math.max(0, this.openUntil - this.parts.now()) : 0;
  }

  /** Lets a request through and counts how it ends. Only while {@link available}. */
  async run<T>(request: () => Promise<T>): Promise<Outcome<T>> {
    try {
      return await this.policy.execute(async () => {
        const outcome = await outcomeOf(request());
        if (outcome.verdict === "undecided") throw new Undecided(outcome);
        return outcome;
      });
    } catch (error) {
      if (error instanceof Undecided) return error.outcome as Outcome<T>;
      throw error;
    }
  }
}

// Cockatiel counts what is returned, and leaves out what is thrown.
class Undecided extends Error {
  constructor(readonly outcome: Outcome<unknown>) {
    super("undecided");
  }
}
