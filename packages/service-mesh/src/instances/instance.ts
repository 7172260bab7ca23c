import type { LookupFunction } from "node:net";
import type { Candidate } from "../balance/balancer";
import type { Connections } from "../connections";
import type { ActiveCheck } from "../health/active-check";
import type { PassiveHealth } from "../health/passive-health";
import { type Outcome, outcomeOf } from "../health/verdict";
import type { InstanceSpec } from "../registry/source";
import type { Breaker } from "../resilience/breaker";
import type { InstanceStatus } from "../types";

/** What belongs to one instance alone. What it has no use for is undefined. */
export interface InstanceParts {
  readonly connections: Connections;
  readonly lookup: LookupFunction;
  readonly passive: PassiveHealth | undefined;
  readonly active: ActiveCheck | undefined;
  readonly breaker: Breaker | undefined;
}

/** One place where a service can be reached, with all that is known about it. */
export class Instance implements Candidate {
  private readonly counts = { total: 0, failed: 0, in_flight: 0 };

  constructor(
    private spec: InstanceSpec,
    readonly parts: InstanceParts,
  ) {}

  get id(): string {
    return this.spec.id;
  }

  get url(): URL {
    return this.spec.url;
  }

  get weight(): number {
    return this.spec.weight * (this.parts.passive?.share ?? 1);
  }

  get pending(): number {
    return this.counts.in_flight;
  }

  /** False while it is thought to be unwell. */
  get well(): boolean {
    return this.parts.passive?.state !== "ejected" && this.parts.active?.healthy !== false;
  }

  /** False while its breaker lets nothing through. */
  get available(): boolean {
    return this.parts.breaker?.available ?? true;
  }

  /** Its source has other values for it. */
  change(spec: InstanceSpec): void {
    this.spec = spec;
  }

  /** Makes a request, and remembers how it ended. Only while it is {@link available}. */
  async run<T>(request: () => Promise<T>): Promise<T> {
    this.counts.total += 1;
    this.counts.in_flight += 1;
    const outcome = await this.outcomeOf(request);
    this.parts.passive?.record(outcome.verdict);
    if ("value" in outcome) return outcome.value;
    if (outcome.verdict === "failure") this.counts.failed += 1;
    throw outcome.error;
  }

  private async outcomeOf<T>(request: () => Promise<T>): Promise<Outcome<T>> {
    const { breaker } = this.parts;
    try {
      return await (breaker === undefined ? outcomeOf(request()) : breaker.run(request));
    } finally {
      this.counts.in_flight -= 1;
    }
  }

  /** It is gone: what is under way goes on, and nothing is kept for later. */
  retire(): void {
    this.parts.active?.stop();
    this.parts.connections.retire();
  }

  /** Ends everything. */
  destroy(): void {
    this.parts.active?.stop();
    this.parts.connections.destroy();
  }

  /** Plain data for `status()`. */
  status(): InstanceStatus {
    const { passive, active, breaker, connections } = this.parts;
    const health = active?.healthy === false ? "unhealthy" : (passive?.state ?? "healthy");
    return {
      id: this.id,
      url: this.url.href,
      weight: this.spec.weight,
      health,
      breaker: breaker?.state ?? "off",
      requests: { ...this.counts },
      connections: connections.counts(),
    };
  }
}
