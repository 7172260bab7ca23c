import type { Logger, LogMethod } from "@tutti/core/plugin";

/** How much a record matters. Records of level `debug` are not kept. */
export type LogLevel = "info" | "warn" | "error";

/** One record of the orchestrator's log. */
export interface LogRecord {
  readonly level: LogLevel;
  readonly message: string;
  /** The execution it is about; undefined: none in particular. */
  readonly executionId: string | undefined;
  /** The action that says it; undefined: the orchestrator itself. */
  readonly actionId: string | undefined;
  readonly attempt: number;
  readonly isItem: boolean;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A logger that hands records on. */
export function recordLogger(take: (record: LogRecord) => void): Logger {
  return makeLogger(take, {});
}

function makeLogger(take: (record: LogRecord) => void, bound: Readonly<Record<string, unknown>>): Logger {
  const method =
    (level: LogLevel): LogMethod =>
    (given, message) => {
      const { action_id, attempt, execution_id, index, ...fields } = { ...bound, ...given };
      const executionId = typeof execution_id === "string" ? execution_id : undefined;
      const actionId = typeof action_id === "string" ? action_id : undefined;
      const number = typeof attempt === "number" ? attempt : 1;
      const isItem = index !== undefined;
      take({ level, message, executionId, actionId, attempt: number, isItem, fields });
    };
  return {
    debug: () => undefined,
    info: method("info"),
    warn: method("warn"),
    error: method("error"),
    child: (fields) => makeLogger(take, { ...bound, ...fields }),
  };
}
