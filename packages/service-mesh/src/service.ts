import type { Authenticator } from "./auth/authenticator";
import { createAuthenticator } from "./auth/create-authenticator";
import { LeastPending } from "./balance/least-pending";
import { RoundRobin } from "./balance/round-robin";
import type { Emit } from "./events";
import { InstancePool } from "./instances/instance-pool";
import { type InstanceFactoryParts, instanceFactory, instanceProblem } from "./instances/instance-factory";
import type { ServiceConfig } from "./options";
import type { InstanceSource } from "./registry/source";
import { Admission } from "./resilience/admission";
import { Counters } from "./status/counters";
import { TlsMaterial } from "./tls/tls-material";

/** What can be called by one name: its instances, and what all requests to them have together. */
export interface Service {
  /** For messages. */
  readonly name: string;
  /** For requests that have no instance yet. */
  readonly baseUrl: URL;
  readonly config: ServiceConfig;
  readonly source: InstanceSource["kind"];
  readonly pool: InstancePool;
  readonly admission: Admission;
  readonly counters: Counters;
  readonly auth: Authenticator | undefined;
  readonly tls: TlsMaterial | undefined;
}

/** What a {@link Service} is made of. */
export interface ServiceParts extends Omit<InstanceFactoryParts, "emit" | "tls"> {
  readonly name: string;
  readonly source: InstanceSource;
  readonly emit: Emit;
  readonly random: () => number;
  /** Default: counters of its own. */
  readonly counters?: Counters;
}

/** Makes a service, and begins to follow its source. */
export function createService(parts: ServiceParts): Service {
  const { name, config, source, emit, random, time, resolve, counters = new Counters() } = parts;
  const tls = config.tls === undefined ? undefined : new TlsMaterial(config.tls);
  const pool = new InstancePool({
    source,
    balancer: config.balancing === "round_robin" ? new RoundRobin() : new LeastPending(random),
    create: instanceFactory({ ...parts, tls }),
    problemOf: (spec) => instanceProblem(spec, config),
    emit,
  });
  const admission = new Admission(config, time);
  const auth = createAuthenticator({ name, config, resolve });
  const { kind, nominalUrl: baseUrl } = source;
  return { name, baseUrl, config, source: kind, pool, admission, counters, auth, tls };
}
