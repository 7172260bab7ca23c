import { ActionError } from "@tutti/core";
import { type MeshTime, type MeshTimer, systemTime } from "../time";
import { urlProblem } from "./service-url";
import type { InstanceSource, InstanceSpec, SourceListener } from "./source";

/** An instance that announces itself. */
export interface InstanceRegistration {
  /** The base URL; `http` or `https`, without user name, query or fragment. */
  readonly url: string;
  /** Its share of the requests, relative to the others'. Default 1. */
  readonly weight?: number;
  /** Forgotten when no heartbeat came for so long. Default 30. */
  readonly ttlSeconds?: number;
}

/** A registered instance. */
export interface RegisteredInstance {
  /** For `heartbeat` and `deregister`. */
  readonly id: string;
  readonly service: string;
  readonly url: string;
  readonly weight: number;
  /** Forgotten then, unless a heartbeat comes before: ms since 1970. */
  readonly expiresAt: number;
}

interface Entry extends RegisteredInstance {
  readonly ttlMs: number;
  readonly spec: InstanceSpec;
  timer: MeshTimer;
  expiresAt: number;
}

const DEFAULT_TTL_SECONDS = 30;

/**
 * Services that announce their instances themselves: an object in this process, which a mesh reads and
 * whoever takes the announcements calls. One mesh uses it; services need `registration: true` there.
 *
 * @example
 * const registry = new ServiceRegistry();
 * const mesh = createServiceMesh({ services: { billing: { registration: true } }, registry });
 * const { id } = registry.register("billing", { url: "https://10.0.0.7:8443", ttlSeconds: 15 });
 * registry.heartbeat("billing", id);
 */
export class ServiceRegistry {
  private readonly entries = new Map<string, Entry>();
  private readonly listeners = new Map<string, SourceListener>();

  /** @param time Default: real time. */
  constructor(private readonly time: MeshTime = systemTime) {}

  /**
   * Announces an instance. Announcing the same URL again is a heartbeat with new values.
   *
   * @throws {ActionError} `UNKNOWN_SERVICE` when no mesh expects registrations for this name,
   * `INVALID_REGISTRATION` when the URL, weight or time can't be used, `SSRF_REFUSED` for an address that is
   * not public, unless the service sets `allow_private`.
   */
  register(service: string, registration: InstanceRegistration): RegisteredInstance {
    const listener = this.listeners.get(service);
    if (listener === undefined) throw unknown(service);
    const { url, weight = 1, ttlSeconds = DEFAULT_TTL_SECONDS } = registration;
    const problem = problemOf({ url, weight, ttlSeconds });
    if (problem !== undefined) throw refusal("INVALID_REGISTRATION", `${service}: ${problem}`);
    const spec: InstanceSpec = { id: new URL(url).href, url: new URL(url), weight, trusted: false };
    const refused = listener.problemOf(spec);
    if (refused !== undefined) throw refusal("SSRF_REFUSED", `${service}: ${refused}`);
    this.entries.get(keyOf(service, spec.id))?.timer.cancel();
    const entry = this.entryOf(service, { spec, ttlMs: ttlSeconds * 1000 });
    this.entries.set(keyOf(service, spec.id), entry);
    this.tell(service);
    return shown(entry);
  }

  /**
   * Keeps an instance for as long again.
   *
   * @returns False when it is not registered (any more): it has to register again.
   */
  heartbeat(service: string, id: string): boolean {
    const entry = this.entries.get(keyOf(service, id));
    if (entry === undefined) return false;
    entry.timer.cancel();
    entry.expiresAt = this.time.now() + entry.ttlMs;
    entry.timer = this.expiry(entry.expiresAt, entry);
    return true;
  }

  /**
   * Takes an instance back: it gets no further requests, and those under way go on.
   *
   * @returns False when it was not registered.
   */
  deregister(service: string, id: string): boolean {
    const entry = this.entries.get(keyOf(service, id));
    if (entry === undefined) return false;
    entry.timer.cancel();
    this.entries.delete(keyOf(service, id));
    this.tell(service);
    return true;
  }

  /** What is registered now, for one service. */
  list(service: string): readonly RegisteredInstance[] {
    return this.of(service).map(shown);
  }

  /** The side that a mesh reads. */
  source(service: string): InstanceSource {
    return {
      kind: "registration",
      nominalUrl: new URL("http://registered.invalid"),
      start: (listener) => {
        this.listeners.set(service, listener);
        this.tell(service);
        return () => {
          for (const { timer, spec } of this.of(service)) {
            timer.cancel();
            this.entries.delete(keyOf(service, spec.id));
          }
          this.listeners.delete(service);
        };
      },
    };
  }

  private entryOf(service: string, { spec, ttlMs }: Pick<Entry, "spec" | "ttlMs">): Entry {
    const expiresAt = this.time.now() + ttlMs;
    const { id, weight } = spec;
    const entry = { id, service, url: spec.url.href, weight, spec, ttlMs, expiresAt };
    return { ...entry, timer: this.expiry(expiresAt, entry) };
  }

  private expiry(at: number, { service, id }: Pick<Entry, "service" | "id">): MeshTimer {
    return this.time.schedule(at, () => void this.deregister(service, id));
  }

  private of(service: string): Entry[] {
    return [...this.entries.values()].filter((entry) => entry.service === service);
  }

  private tell(service: string): void {
    this.listeners.get(service)?.update(this.of(service).map(({ spec }) => spec));
  }
}

// No name of a service has a space, so this is unique.
function keyOf(service: string, id: string): string {
  return `${service} ${id}`;
}

function shown({ id, service, url, weight, expiresAt }: Entry): RegisteredInstance {
  return { id, service, url, weight, expiresAt };
}

function problemOf({ url, weight, ttlSeconds }: Required<InstanceRegistration>): string | undefined {
  const problem = urlProblem(url);
  if (problem !== undefined) return `its url can't be used, because ${problem}`;
  if (!(weight > 0 && weight <= 1000)) return `weight must be above 0 and at most 1000, not ${weight}`;
  if (!(ttlSeconds > 0 && ttlSeconds <= 86_400))
    return `ttlSeconds must be above 0 and at most 86400, not ${ttlSeconds}`;
  return undefined;
}

function refusal(code: string, message: string): ActionError {
  return new ActionError({ code, message: `Registration refused: ${message}.`, retryable: false });
}

function unknown(service: string): ActionError {
  const name = JSON.stringify(service);
  return refusal(
    "UNKNOWN_SERVICE",
    `no mesh takes registrations for ${name}; set registration: true for that service, and give the mesh this registry`,
  );
}
