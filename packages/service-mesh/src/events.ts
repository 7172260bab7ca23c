/** What a {@link MeshEvent} tells. */
export type MeshEventType =
  | "instance.added"
  | "instance.removed"
  | "instance.refused"
  | "instance.ejected"
  | "instance.recovering"
  | "instance.recovered"
  | "instance.unhealthy"
  | "instance.healthy"
  | "breaker.opened"
  | "breaker.half_opened"
  | "breaker.closed"
  | "discovery.failed"
  | "discovery.recovered";

/**
 * A change of state in the mesh: plain data, ready to be stored or sent.
 *
 * @example
 * { type: "instance.ejected", time: "2026-01-01T00:00:00.000Z", service: "billing", instance: "http://10.0.0.7:80/", reason: "5 failures in sequence, out for 30 s" }
 */
export interface MeshEvent {
  readonly type: MeshEventType;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly service: string;
  /** The id of the instance, as `status()` shows it; not for `discovery.*`. */
  readonly instance?: string;
  /** Why, in words; not for every type. */
  readonly reason?: string;
}

/** Gets every change of state; see the README for the types. What it throws becomes a process warning. */
export type MeshListener = (event: MeshEvent) => void;

/** An event before it has a time and a service. */
export type Change = Pick<MeshEvent, "type" | "instance" | "reason">;

/** Tells a change of one service. */
export type Emit = (change: Change) => void;

/** A listener must never decide over a request, so what it throws goes elsewhere. */
export function emitterFor(service: string, now: () => number, listener: MeshListener | undefined): Emit {
  if (listener === undefined) return () => undefined;
  return (change) => {
    try {
      listener({ ...change, time: new Date(now()).toISOString(), service });
    } catch (error) {
      process.emitWarning(`onStateChange failed for ${change.type}: ${String(error)}`, "ServiceMeshWarning");
    }
  };
}
