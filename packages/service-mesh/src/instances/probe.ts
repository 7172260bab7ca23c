import type { LookupFunction } from "node:net";
import type { ReadSecret } from "../auth/secrets";
import type { Connections } from "../connections";
import type { Lifetime } from "../lifetime";
import type { ServiceConfig } from "../options";
import { joinEndpoint } from "../request/endpoint";
import { mergeHeaders } from "../request/headers";
import type { TlsMaterial } from "../tls/tls-material";
import { exchange } from "../transport/exchange";

/** Whom a health check asks, and how. */
export interface ProbeTarget {
  readonly url: URL;
  readonly config: ServiceConfig;
  readonly connections: Connections;
  readonly lookup: LookupFunction;
  readonly tls: TlsMaterial | undefined;
}

/** Asks once: undefined when the instance is well, else what is wrong. Never rejects. */
export type Prober = (target: ProbeTarget) => Promise<string | undefined>;

const LARGEST_BODY = 65_536;

/** Health checks as real requests, which end with the mesh. Any 2xx says that the instance is well. */
export function httpProber(lifetime: Lifetime, read: ReadSecret): Prober {
  return async ({ url, config, connections, lookup, tls }) => {
    if (config.health_check === undefined) return undefined;
    const { path, timeout_seconds: seconds } = config.health_check;
    const label = { service: url.origin, method: "GET", endpoint: path };
    const deadline = lifetime.begin(seconds * 1000, undefined);
    try {
      const { status } = await exchange(
        {
          method: "GET",
          url: joinEndpoint(url, path),
          headers: mergeHeaders({ "user-agent": "tutti-service-mesh" }, config.headers),
          body: undefined,
        },
        {
          connections,
          lookup,
          signal: deadline.signal,
          connectTimeoutMs: config.connect_timeout_seconds * 1000,
          responseTimeoutMs: undefined,
          maxBytes: LARGEST_BODY,
          tls: await tls?.settingsForCheck(read, label),
        },
      );
      return status >= 200 && status < 300 ? undefined : `its health check answers ${status}`;
    } catch (error) {
      if (deadline.cut === "timeout") return `its health check has no answer within ${seconds} s`;
      return `its health check fails: ${(error as Error).message}`;
    } finally {
      lifetime.finish(deadline);
    }
  };
}
