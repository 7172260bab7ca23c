import { type Http, path } from "../http/http";
import type { CallOptions } from "../http/options";
import type { JsonObject } from "../types/json";
import type { ActionType, Health, Statistics, StatisticsQuery } from "../types/server";

/** Everything around the server itself. */
export interface ServerCalls {
  /** The installed action types, with the JSON Schemas of their configs. */
  listActions(options?: CallOptions): Promise<readonly ActionType[]>;
  /** What each installed service mesh says of itself: its services, instances and breakers. */
  listServices(options?: CallOptions): Promise<readonly JsonObject[]>;
  /** Counts, rates, durations and failures of the newest executions. */
  getStatistics(query?: StatisticsQuery, options?: CallOptions): Promise<Statistics>;
  /** Rejects unless the server is there. */
  getHealth(options?: CallOptions): Promise<Health>;
  /** Rejects unless the server takes requests: not while it stops, and not without its storage. */
  getReadiness(options?: CallOptions): Promise<Health>;
}

/** The calls, through this connection. */
export function serverCalls(http: Http): ServerCalls {
  const { json } = http;
  return {
    async listActions(options) {
      const call = { method: "GET", path: path`/actions`, options } as const;
      return (await json<{ readonly actions: readonly ActionType[] }>(call)).actions;
    },
    async listServices(options) {
      const call = { method: "GET", path: path`/services`, options } as const;
      return (await json<{ readonly meshes: readonly JsonObject[] }>(call)).meshes;
    },
    getStatistics: (query = {}, options) =>
      json({ method: "GET", path: path`/statistics`, query: { ...query }, options }),
    getHealth: (options) => json({ method: "GET", path: "/healthz", options }),
    getReadiness: (options) => json({ method: "GET", path: "/readyz", options }),
  };
}
