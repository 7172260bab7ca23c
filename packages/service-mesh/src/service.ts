import type { LookupFunction } from "node:net";
import type { Authenticator } from "./auth/authenticator";
import { createAuthenticator } from "./auth/create-authenticator";
import { Connections } from "./connections";
import type { HostLookup } from "./network/guarded-lookup";
import { lookupFor } from "./network/lookup-for";
import type { ServiceConfig } from "./options";
import { TlsMaterial } from "./tls/tls-material";
import type { Traffic } from "./types";

/** How many requests went somewhere. */
export interface RequestCounts {
  total: number;
  failed: number;
  in_flight: number;
}

/** What is used together by all requests to one place: sockets and counters. */
export interface Channel {
  readonly connections: Connections;
  readonly requests: RequestCounts;
}

/** A place to send requests to. */
export interface Service {
  /** For messages. */
  readonly name: string;
  readonly baseUrl: URL;
  readonly config: ServiceConfig;
  readonly channel: Channel;
  readonly lookup: LookupFunction;
  readonly auth: Authenticator | undefined;
  readonly tls: TlsMaterial | undefined;
}

/** What a {@link Service} is made of. */
export interface ServiceParts {
  readonly name: string;
  readonly config: ServiceConfig;
  readonly channel: Channel;
  readonly resolve: HostLookup;
}

/** Makes a service; decides here, once, which addresses its host name may lead to. */
export function createService({ name, config, channel, resolve }: ServiceParts): Service {
  const baseUrl = new URL(config.url);
  const lookup = lookupFor(baseUrl, config, resolve);
  const { connections } = channel;
  const auth = createAuthenticator({ name, config, connections, resolve });
  const tls = config.tls === undefined ? undefined : new TlsMaterial(config.tls);
  return { name, baseUrl, config, channel, lookup, auth, tls };
}

/** An unused channel. */
export function createChannel(): Channel {
  return { connections: new Connections(), requests: { total: 0, failed: 0, in_flight: 0 } };
}

/** What went through a channel so far. */
export function trafficOf({ requests, connections }: Channel): Traffic {
  return { requests: { ...requests }, connections: connections.counts() };
}
