import {
  ACTION_INTERCEPTOR,
  type ActionInterceptor,
  COMMIT_OBSERVER,
  type CommitObserver,
  type EnginePorts,
  reasonOf,
  TRACE_STARTER,
} from "../engine";
import type { EventStream } from "../events";
import type { Resolver } from "../plugin/index";
import type { Logger } from "../ports";

/** What is made of what plugins brought to look on. */
export interface TelemetryParts {
  readonly container: Resolver;
  readonly events: EventStream;
  readonly logger: Logger;
  /** Those of the orchestrator's options: they stand outside all others. */
  readonly interceptors: readonly ActionInterceptor[];
}

/** The engine's ports for those who look on. Where nobody does, they do nothing besides what has to be done. */
export function telemetryPorts(
  parts: TelemetryParts,
): Pick<EnginePorts, "interceptors" | "onCommit" | "startTrace"> {
  const { container, interceptors } = parts;
  return {
    interceptors: [...interceptors, ...container.resolveAll(ACTION_INTERCEPTOR)],
    onCommit: onCommit(parts),
    startTrace: startTrace(parts),
  };
}

function onCommit({ container, events, logger }: TelemetryParts): EnginePorts["onCommit"] {
  const observers = container.resolveAll(COMMIT_OBSERVER);
  if (observers.length === 0) return (commit) => events.committed(commit);
  const tell = (observer: CommitObserver, ...seen: Parameters<CommitObserver>): void => {
    try {
      observer(...seen);
    } catch (error) {
      const { execution_id } = seen[0].row;
      logger.error({ execution_id, error: reasonOf(error) }, "An observer of commits failed.");
    }
  };
  return (commit, execution) => {
    for (const observer of observers) tell(observer, commit, execution);
    events.committed(commit);
  };
}

function startTrace({ container, logger }: TelemetryParts): EnginePorts["startTrace"] {
  const starter = container.resolveAll(TRACE_STARTER).at(-1);
  if (starter === undefined) return undefined;
  return (start) => {
    try {
      return starter(start);
    } catch (error) {
      const fields = { execution_id: start.executionId, error: reasonOf(error) };
      logger.error(fields, "An execution could not be given a trace.");
      return undefined;
    }
  };
}
