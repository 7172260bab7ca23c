import type { Json, JsonObject } from "./json";

/** An error that an action fails with on purpose. */
export interface ActionErrorInfo {
  readonly code: string;
  /** When it comes. */
  readonly description: string;
  /** May the next attempt succeed? */
  readonly retryable: boolean;
}

/** An installed action type, as the catalogue of the server describes it. */
export interface ActionType {
  /** The `action_type` that workflows name. */
  readonly type: string;
  readonly description: string;
  /** The plugin that brings it. */
  readonly plugin: string;
  /** JSON Schema. */
  readonly config: JsonObject;
  /** JSON Schema; null: any JSON. */
  readonly output: JsonObject | null;
  readonly examples: readonly {
    readonly name: string;
    readonly description?: string;
    readonly config: Json;
  }[];
  /** As far as the plugin tells; empty: it tells none. */
  readonly errors: readonly ActionErrorInfo[];
}

/** Which executions to count. */
export interface StatisticsQuery {
  readonly workflow_id?: string;
  /** ISO 8601. Default: 24 hours ago. */
  readonly since?: string;
  /** How many executions to look at, the newest: 1 to 10,000. Default 1,000. */
  readonly sample?: number;
}

/** Counts of the newest executions. */
export interface Statistics {
  /** From here on executions were counted (ISO 8601). */
  readonly since: string;
  readonly until: string;
  /** How many executions were looked at. */
  readonly sampled: number;
  /** False: there are older ones in the time asked for that were not looked at. */
  readonly is_complete: boolean;
  readonly by_status: Readonly<Record<string, number>>;
  readonly started_per_minute: number;
  /** Of those that completed; null: none did. */
  readonly duration_ms: { readonly p50: number; readonly p95: number } | null;
  /** The 20 commonest. */
  readonly failures: readonly {
    readonly workflow_id: string;
    readonly workflow_name: string;
    readonly action_id: string | null;
    readonly code: string;
    readonly count: number;
  }[];
  /** Executions that wait for their turn, and that are at work. */
  readonly engine: { readonly pending: number; readonly running: number };
}

/** How the server is. */
export interface Health {
  readonly status: "ok" | "ready";
}
