import { promises as dns, type RecordWithTtl, type SrvRecord } from "node:dns";
import type { MeshTime, MeshTimer } from "../time";
import type { DnsConfig } from "./options";
import type { InstanceSource, InstanceSpec, SourceListener } from "./source";

/** Asks the DNS for records: what is used of `node:dns`'s promises. Rejects when there are none. */
export interface RecordResolver {
  resolve4(hostname: string, options: { readonly ttl: true }): Promise<readonly RecordWithTtl[]>;
  resolve6(hostname: string, options: { readonly ttl: true }): Promise<readonly RecordWithTtl[]>;
  resolveSrv(hostname: string): Promise<readonly SrvRecord[]>;
}

/** The system's resolver. */
export const systemResolver: RecordResolver = dns;

/** What a {@link dnsSource} needs from outside. */
export interface DnsSourceParts {
  readonly config: DnsConfig;
  readonly resolver: RecordResolver;
  readonly time: MeshTime;
}

interface Found {
  readonly instances: readonly InstanceSpec[];
  /** How long it holds, in ms, as the DNS says; undefined when it does not say. */
  readonly ttlMs: number | undefined;
}

/** Asked too often, the DNS answers nothing at all. */
const SHORTEST_MS = 1000;

/**
 * The instances that the DNS lists: one for each address (A, AAAA), or for each target (SRV, of which only
 * the best priority counts). Asked again when the answer is too old; when the DNS fails, what it said last
 * stays.
 */
export function dnsSource(parts: DnsSourceParts): InstanceSource {
  const { scheme, name, port, path } = parts.config;
  const authority = port === undefined ? name : `${name}:${port}`;
  return {
    kind: "dns",
    nominalUrl: new URL(`${scheme}://${authority}${path}`),
    start: (listener) => {
      const refresh = new Refresh(parts, listener);
      refresh.ask();
      return () => refresh.stop();
    },
  };
}

class Refresh {
  private timer: MeshTimer | undefined;
  private stopped = false;

  constructor(
    private readonly parts: DnsSourceParts,
    private readonly listener: SourceListener,
  ) {}

  ask(): void {
    void this.answer().then((afterMs) => {
      if (this.stopped) return;
      const { time } = this.parts;
      this.timer = time.schedule(time.now() + Math.max(SHORTEST_MS, afterMs), () => this.ask());
    });
  }

  stop(): void {
    this.stopped = true;
    this.timer?.cancel();
  }

  /** Tells what was found, and gives back after how many ms to ask again. */
  private async answer(): Promise<number> {
    const longestMs = this.parts.config.refresh_seconds * 1000;
    try {
      const { instances, ttlMs = longestMs } = await find(this.parts);
      if (!this.stopped) this.listener.update(instances);
      return Math.min(ttlMs, longestMs);
    } catch (error) {
      if (!this.stopped) this.listener.fail(error as Error);
      return Math.min(longestMs, RETRY_MS);
    }
  }
}

const RETRY_MS = 5000;

function find({ config, resolver }: DnsSourceParts): Promise<Found> {
  return config.type === "SRV" ? findTargets(config, resolver) : findAddresses(config, resolver);
}

async function findAddresses(config: DnsConfig, resolver: RecordResolver): Promise<Found> {
  const { type, name } = config;
  const records = await (type === "A"
    ? resolver.resolve4(name, { ttl: true })
    : resolver.resolve6(name, { ttl: true }));
  const url = dnsUrl(config, config.name, config.port);
  return {
    instances: records.map(({ address }) => {
      const id = `${url.origin} at ${address}`;
      return { id, url, weight: 1, address, trusted: false };
    }),
    ttlMs: records.length === 0 ? undefined : Math.min(...records.map(({ ttl }) => ttl)) * 1000,
  };
}

async function findTargets(config: DnsConfig, resolver: RecordResolver): Promise<Found> {
  const records = await resolver.resolveSrv(config.name);
  const best = Math.min(...records.map(({ priority }) => priority));
  const instances = records
    .filter(({ priority }) => priority === best)
    .map(({ name, port, weight }) => {
      const url = dnsUrl(config, name.replace(/\.$/, ""), port);
      // 0 is "hardly ever", and not "never".
      return { id: url.href, url, weight: Math.max(weight, 0.1), trusted: false };
    });
  return { instances, ttlMs: undefined };
}

function dnsUrl({ scheme, path }: DnsConfig, host: string, port: number | undefined): URL {
  return new URL(`${scheme}://${host}${port === undefined ? "" : `:${port}`}${path}`);
}
