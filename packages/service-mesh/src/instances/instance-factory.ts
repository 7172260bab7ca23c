import { isIP } from "node:net";
import { Connections } from "../connections";
import type { Change, Emit } from "../events";
import { ActiveCheck } from "../health/active-check";
import { PassiveHealth } from "../health/passive-health";
import { addressPolicy, allowingOption } from "../network/address-policy";
import { guardedLookup, type HostLookup } from "../network/guarded-lookup";
import { lookupFor } from "../network/lookup-for";
import type { ServiceConfig } from "../options";
import type { InstanceSpec } from "../registry/source";
import { Breaker } from "../resilience/breaker";
import type { TlsMaterial } from "../tls/tls-material";
import type { MeshTime } from "../time";
import { Instance, type InstanceParts } from "./instance";
import type { InstancePool } from "./instance-pool";
import type { Prober } from "./probe";

/** What every instance of a service is made with. */
export interface InstanceFactoryParts {
  readonly config: ServiceConfig;
  readonly resolve: HostLookup;
  readonly time: MeshTime;
  readonly emit: Emit;
  /** Makes the requests of health checks. */
  readonly prober: Prober;
  /** Default: sockets for each instance alone. */
  readonly connections?: Connections;
  readonly tls: TlsMaterial | undefined;
}

/** Gives back what makes the instances of a service, with the policies that its configuration asks for. */
export function instanceFactory(
  parts: InstanceFactoryParts,
): (spec: InstanceSpec, pool: InstancePool) => Instance {
  return (spec, pool) => {
    const { config, connections = connectionsFor(config) } = parts;
    const lookup = lookupOf(spec, parts);
    const emit: PolicyEmit = (change) => parts.emit({ ...change, instance: spec.id });
    const target = { url: spec.url, config, connections, lookup, tls: parts.tls };
    const active = activeCheck(parts, { emit, probe: () => parts.prober(target) });
    const instance = new Instance(spec, {
      connections,
      lookup,
      passive: passiveHealth(parts, { emit, pool }),
      active,
      breaker: breaker(parts, emit),
    });
    active?.start();
    return instance;
  };
}

/** Why an instance must not be used, or undefined: what came over the network may not name an address at will. */
export function instanceProblem({ url, trusted }: InstanceSpec, config: ServiceConfig): string | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (trusted || isIP(host) === 0) return undefined;
  const kind = addressPolicy(config)(host);
  if (kind === undefined) return undefined;
  return `${host} is not a public address (${kind}); if that is meant, set ${allowingOption(kind)} for this service`;
}

type PolicyEmit = (change: Pick<Change, "type" | "reason">) => void;

function connectionsFor({ max_connections: max, keep_alive_seconds: idle }: ServiceConfig): Connections {
  return new Connections({ max: max ?? Number.POSITIVE_INFINITY, idleMs: idle * 1000 });
}

// Which addresses the host name may lead to is decided here, once.
function lookupOf(
  { url, address, trusted }: InstanceSpec,
  { config, resolve }: InstanceFactoryParts,
): InstanceParts["lookup"] {
  const family = address === undefined ? 0 : isIP(address);
  const pinned: HostLookup = address === undefined ? resolve : () => Promise.resolve([{ address, family }]);
  return trusted ? lookupFor(url, config, pinned) : guardedLookup(pinned, addressPolicy(config));
}

function passiveHealth(
  { config: { passive_health: config }, time }: InstanceFactoryParts,
  { emit, pool }: { readonly emit: PolicyEmit; readonly pool: InstancePool },
): PassiveHealth | undefined {
  if (config === false) return undefined;
  const mayEject = (): boolean =>
    pool.ejected + 1 <= Math.floor(pool.instances.length * config.max_ejected_share);
  return new PassiveHealth({ config, now: () => time.now(), mayEject, emit });
}

function activeCheck(
  { config: { health_check: config }, time }: InstanceFactoryParts,
  { emit, probe }: { readonly emit: PolicyEmit; readonly probe: () => Promise<string | undefined> },
): ActiveCheck | undefined {
  return config === undefined ? undefined : new ActiveCheck({ config, time, probe, emit });
}

function breaker(
  { config: { circuit_breaker: config }, time }: InstanceFactoryParts,
  emit: PolicyEmit,
): Breaker | undefined {
  return config === false ? undefined : new Breaker({ config, now: () => time.now(), emit });
}
