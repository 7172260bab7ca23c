import { type Http, path } from "../http/http";
import type { CallOptions } from "../http/options";
import type { ActionType } from "../types/server";

/** Everything around the server itself. */
export interface ServerCalls {
  /** The installed action types, with the JSON Schemas of their configs. */
  listActions(options?: CallOptions): Promise<readonly ActionType[]>;
}

/** The calls, through this connection. */
export function serverCalls(http: Http): ServerCalls {
  return {
    async listActions(options) {
      const call = { method: "GET", path: path`/actions`, options } as const;
      return (await http.json<{ readonly actions: readonly ActionType[] }>(call)).actions;
    },
  };
}
