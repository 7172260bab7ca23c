import type { ActionContext, ActionSecrets, Clock, Logger } from "@tutti/core";
import type { ChannelContext } from "./types";

/**
 * An action's context as one channel sees it.
 *
 * It asks the action's context only for what the channel asks for: the engine makes signals, spans and
 * loggers on demand, and the `log` channel needs the logger alone.
 */
export class DeliveryContext implements ChannelContext {
  constructor(
    private readonly context: ActionContext,
    private readonly channel: string,
  ) {}

  get executionId(): string {
    return this.context.executionId;
  }

  get workflowId(): string {
    return this.context.workflowId;
  }

  get actionId(): string {
    return this.context.actionId;
  }

  get attempt(): number {
    return this.context.attempt;
  }

  get correlationId(): string {
    return this.context.correlationId;
  }

  get idempotencyKey(): string {
    return `${this.context.idempotencyKey}:${this.channel}`;
  }

  get signal(): AbortSignal {
    return this.context.signal;
  }

  get logger(): Logger {
    return this.context.logger;
  }

  get clock(): Clock {
    return this.context.clock;
  }

  get secrets(): ActionSecrets {
    return this.context.secrets;
  }

  get traceparent(): string {
    return this.context.traceparent;
  }
}
