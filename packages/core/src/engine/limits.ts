/** What an orchestrator lets through. Everything over a limit is a clear error with nothing half-written. */
export interface Limits {
  /** Bytes of a definition as JSON. Default 1 MiB. */
  readonly definitionBytes: number;
  /** Actions of a workflow. Default 10,000. */
  readonly actions: number;
  /** Bytes of an execution's parameters as JSON. Default 1 MiB. */
  readonly parameterBytes: number;
  /** Bytes of an action's output as JSON. Default 1 MiB. */
  readonly outputBytes: number;
  /** Items of a `for_each`. Default 100,000. */
  readonly forEachItems: number;
  /** How deep `run_workflow` may nest. Default 32. */
  readonly childDepth: number;
  /** How long (ms) one expression may take. Default 1,000. */
  readonly expressionMs: number;
  /** How deep an expression may nest. Default 200. */
  readonly expressionDepth: number;
  /** Actions that run at once in this process; what is over it waits, and executions take turns. Default 1,000. */
  readonly runningActions: number;
  /**
   * Executions at work at once in this process: those that wait for a time, a signal or a child, and the
   * children themselves, are not counted. What is over it is pending, and workflows take turns. Default 10,000.
   */
  readonly runningExecutions: number;
  /** Executions that wait for their turn; over it a start is refused. Default 100,000. */
  readonly pendingExecutions: number;
  /** How long (ms) an aborted action may take to end before it is left behind. Default 5,000. */
  readonly abortGraceMs: number;
}

/** The limits when none are given. */
export const DEFAULT_LIMITS: Limits = {
  definitionBytes: 1024 * 1024,
  actions: 10_000,
  parameterBytes: 1024 * 1024,
  outputBytes: 1024 * 1024,
  forEachItems: 100_000,
  childDepth: 32,
  expressionMs: 1_000,
  expressionDepth: 200,
  runningActions: 1_000,
  runningExecutions: 10_000,
  pendingExecutions: 100_000,
  abortGraceMs: 5_000,
};
