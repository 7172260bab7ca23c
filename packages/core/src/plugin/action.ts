import type { z } from "zod";
import type { Json, JsonObject } from "../json/json";
import type { Clock, Logger } from "../ports";
import type { Resolver } from "./container";

/** An example of a config. The docs show it and the conformance suite runs it. */
export interface ActionExample {
  readonly name: string;
  readonly description?: string;
  readonly config: JsonObject;
}

/** An error that an action fails with on purpose. The docs show it. */
export interface ActionErrorInfo {
  /** As in the `ActionError` that it throws. */
  readonly code: string;
  /** When it comes, in a sentence. */
  readonly description: string;
  /** May the next attempt succeed? */
  readonly retryable: boolean;
}

/** What is known of an action type without running it: for checks, docs, editors and lists. */
export interface ActionDescriptor<
  Config extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  /** The `action_type` that workflows name. */
  readonly type: string;
  /** One sentence for the catalogue. */
  readonly description: string;
  /** Checks `config` when a workflow is created and again before each run. */
  readonly config: Config;
  /** Checks what `execute` returned before it is stored. Default: any JSON. */
  readonly output?: Output;
  /**
   * Names of config fields whose text is an expression without braces, as transform's
   * `input_field: "fetch.response.content"`. `execute` gets the value, and the reference
   * implies the dependency as in a template.
   */
  readonly expressions?: readonly string[];
  readonly examples?: readonly ActionExample[];
  /** The errors that it fails with on purpose, for the docs. */
  readonly errors?: readonly ActionErrorInfo[];
}

/** Secrets by name, as an action sees them. What it reads is redacted wherever it shows up later. */
export interface ActionSecrets {
  /** Throws `UNKNOWN_SECRET` when no provider knows the name. */
  get(name: string): Promise<string>;
}

/** Everything an action may know and do beyond its config. */
export interface ActionContext {
  readonly executionId: string;
  readonly workflowId: string;
  readonly actionId: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** The item of a `for_each` action. */
  readonly item?: Json | undefined;
  /** The position of {@link ActionContext.item}, from 0. */
  readonly index?: number | undefined;
  /** The same for each repetition of this piece of work, also after a crash. Hand it to services. */
  readonly idempotencyKey: string;
  /** Groups what belongs together across executions and services. */
  readonly correlationId: string;
  /** The user who started the execution. */
  readonly userId: string;
  /** Aborts on cancel, on timeout and when the orchestrator stops. Hand it to whatever can take it. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly secrets: ActionSecrets;
  /** The W3C trace context to send on with calls. */
  readonly traceparent: string;
  /** W3C `tracestate`, to send on together with {@link ActionContext.traceparent}. */
  readonly tracestate?: string | undefined;
  /** W3C Baggage to send on: names with values. */
  readonly baggage?: Readonly<Record<string, string>> | undefined;
  /**
   * A point at which a long computation can be stopped: lets timers and other work run, then throws
   * the signal's reason when the attempt was aborted.
   */
  heartbeat(): Promise<void>;
  /** Puts an event of the plugin's own into the execution's journal, and so into the event stream. */
  emit(event: { readonly type: string; readonly data?: Json }): void;
  /**
   * What this action or item has emitted under a type so far, oldest first: in this attempt and in earlier ones, also
   * before a crash, and in its compensation. So an executor can remember what it has done already. Secrets in it are
   * redacted. Of an execution the newest 1,000 are known.
   */
  emitted?(type: string): readonly Json[];
}

/**
 * The plugin contract: how one action type is described and run.
 *
 * - Called when: an action of this type is due; once per attempt, and per item of a `for_each`.
 * - May throw: `ActionError` to say code and retryability; anything else is a retryable `ACTION_FAILED`.
 * - Must: honour `context.signal`; be safe to repeat with the same `context.idempotencyKey`.
 * - Returns: JSON that fits `descriptor.output`.
 */
export interface ActionExecutor<Config extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly descriptor: ActionDescriptor<Config, Output>;
  execute(
    config: z.output<Config>,
    context: ActionContext,
  ): Promise<z.input<Output> | undefined> | z.input<Output> | undefined;
  /**
   * Gives the executor what it needs from the container, once everything is registered. The descriptor
   * of what it returns is the one that counts, so a config schema may depend on what is registered.
   */
  bind?(resolver: Resolver): ActionExecutor<Config, Output>;
}
