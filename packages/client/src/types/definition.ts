import type { Json, JsonObject } from "./json";

/** How often and when a failed action is tried again. Intervals are in ms. */
export interface RetryPolicy {
  readonly max_attempts?: number;
  readonly initial_interval_ms?: number;
  readonly backoff_coefficient?: number;
  readonly max_interval_ms?: number;
  readonly jitter?: boolean;
  readonly non_retryable_codes?: readonly string[];
}

/** What a parameter's value must fulfil beyond its type. */
export interface ValidationRules {
  readonly min_length?: number;
  readonly max_length?: number;
  /** An RE2 pattern. */
  readonly pattern?: string;
  readonly format?: "email" | "uri" | "uuid" | "date" | "date-time" | "ipv4" | "ipv6" | "hostname";
  readonly minimum?: number;
  readonly maximum?: number;
  readonly min_items?: number;
  readonly max_items?: number;
}

/** One input of a workflow, as its author writes it. */
export interface ParameterInput {
  readonly name: string;
  readonly type: "string" | "integer" | "number" | "boolean" | "array" | "object";
  readonly description?: string;
  /** Default: true, unless there is a `default_value`. */
  readonly required?: boolean;
  readonly default_value?: Json;
  readonly allowed_values?: readonly Json[];
  /** Masked in every answer. */
  readonly secret?: boolean;
  readonly validation_rules?: ValidationRules;
}

/** One input of a stored workflow. */
export interface ParameterDefinition extends ParameterInput {
  readonly required: boolean;
}

/** An entry of `depends_on`: an action_id, or one outcome of an action. */
export type ActionDependency =
  | string
  | { readonly action: string; readonly on: readonly ("completed" | "failed" | "skipped")[] };

interface ActionBase {
  readonly action_id: string;
  readonly action_type: string;
  readonly name?: string;
  readonly description?: string;
  /** Any text in it may hold `{{ templates }}`. */
  readonly config?: JsonObject;
  readonly condition?: string | boolean;
  readonly max_concurrency?: number;
  readonly retry?: RetryPolicy;
  readonly timeout_seconds?: number;
  readonly on_error?: "fail" | "continue";
  readonly compensate?: { readonly action_type: string; readonly config?: JsonObject };
}

/** One step of a workflow, as its author writes it. */
export interface ActionInput extends ActionBase {
  readonly depends_on?: ActionDependency | readonly ActionDependency[];
  readonly for_each?:
    | string
    | readonly Json[]
    | { readonly items: string | readonly Json[]; readonly max_concurrency?: number };
}

/** One step of a stored workflow. */
export interface WorkflowAction extends ActionBase {
  readonly depends_on?: readonly ActionDependency[];
  readonly for_each?: string | readonly Json[];
}

/** Starts executions by the clock. */
export interface ScheduleTrigger {
  readonly type: "schedule";
  readonly cron: string;
  /** An IANA time zone. Default: UTC. */
  readonly timezone?: string;
  readonly parameters?: JsonObject;
  readonly overlap?: "skip" | "queue" | "allow";
  readonly catch_up?: "none" | "last" | "all";
  readonly jitter_seconds?: number;
}

/** Starts an execution for each event of a type. */
export interface EventTrigger {
  readonly type: "event";
  readonly event_type: string;
  readonly filter?: string;
  readonly parameters?: JsonObject;
}

/** Starts an execution for each signed HTTP request. */
export interface WebhookTrigger {
  readonly type: "webhook";
  readonly path: string;
  readonly secret: string;
  readonly parameters?: JsonObject;
}

/** What starts executions without a caller. */
export type Trigger = ScheduleTrigger | EventTrigger | WebhookTrigger;

interface DefinitionBase {
  readonly $schema?: string;
  readonly name: string;
  readonly description?: string;
  readonly outputs?: JsonObject;
  readonly tags?: readonly string[];
  readonly timeout_seconds?: number;
  readonly defaults?: { readonly retry?: RetryPolicy; readonly timeout_seconds?: number };
  readonly triggers?: readonly Trigger[];
  readonly concurrency?: { readonly limit: number; readonly key?: string };
}

/** A workflow definition, as its author writes it. */
export interface WorkflowInput extends DefinitionBase {
  readonly parameters?: readonly ParameterInput[] | undefined;
  readonly actions?: readonly ActionInput[] | undefined;
  readonly on_failure?: readonly ActionInput[];
}

/** A workflow definition, as it is stored. */
export interface WorkflowDefinition extends DefinitionBase {
  readonly parameters: readonly ParameterDefinition[];
  readonly actions: readonly WorkflowAction[];
  readonly on_failure?: readonly WorkflowAction[];
}
