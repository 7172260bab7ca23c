import type { Service } from "../service";
import type { ServiceStatus } from "../types";

/** A service for `status()`. */
export function statusOf({ name, source, pool, admission, counters }: Service): ServiceStatus {
  const instances = pool.instances.map((instance) => instance.status());
  return {
    name,
    source,
    requests: counters.counts(),
    refused: counters.refused,
    queued: admission.queued,
    moved: counters.moved,
    latency_ms: counters.latencies.status(),
    connections: {
      active: sum(instances.map(({ connections }) => connections.active)),
      idle: sum(instances.map(({ connections }) => connections.idle)),
    },
    instances,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
