import type {
  EventStream,
  Execution,
  ExecutionResult,
  Orchestrator,
  OrchestratorOptions,
  CloudEvent,
  StartOptions,
  WorkflowManagementService,
} from "@tutti/core";
import type { VirtualClock } from "../clock";
import type { Fault } from "../faults/fault";
import type { LogLine } from "../log/noting-logger";
import type { MockServiceMesh } from "../mesh";
import type { Script } from "../script";

/** Options of {@link createTestOrchestrator}: those of an orchestrator, and what tests add. */
export interface TestOrchestratorOptions extends Omit<OrchestratorOptions, "clock" | "timers"> {
  /** What the services answer. Default: a mesh of its own, which `mesh` gives. */
  readonly services?: MockServiceMesh;
  /** Its time. Default: a clock of its own, which `clock` gives; it begins on 2026-01-01. */
  readonly clock?: VirtualClock;
  /** Keep everything in a real SQLite file in a temporary folder; needs `@tutti/sqlite`. Default false: in memory. */
  readonly durable?: boolean;
  /** What goes wrong: `crashAfter`, `failAction`, `slowAction`, `flakyStore`, `duplicateDelivery`. */
  readonly faults?: readonly Fault[];
  /** What actions of type `scripted` do. */
  readonly script?: Script;
  /**
   * Let time pass by itself while `executeWorkflow` and `waitForExecution` wait. Default false: it passes
   * when the test says so.
   */
  readonly autoAdvance?: boolean;
  /** Let the orchestrator run on the real clock: for tests of real services. Default false. */
  readonly realTime?: boolean;
}

/** An orchestrator with virtual time, mocked services and scripted actions. Its functions may be taken out of it. */
export interface TestOrchestrator extends AsyncDisposable {
  /** Whichever runs: another one after a restart. */
  readonly orchestrator: Orchestrator;
  /** Goes on through restarts: who waits for an execution gets it from the next orchestrator. */
  readonly workflows: WorkflowManagementService;
  /** Subscriptions go on through restarts. */
  readonly events: EventStream;
  readonly mesh: MockServiceMesh;
  readonly clock: VirtualClock;
  readonly script: Script;
  /** What was logged. */
  readonly logs: readonly LogLine[];
  /**
   * Creates a workflow, executes it and lets as much time pass as it takes.
   *
   * Throws when the definition is refused, and `NOTHING_LEFT` with the timeline when the execution waits for
   * something that can't come.
   */
  readonly execute: (
    definition: object,
    parameters?: object,
    options?: StartOptions,
  ) => Promise<ExecutionResult>;
  /** Creates a workflow and starts it; answers once everything is at rest. */
  readonly start: (definition: object, parameters?: object, options?: StartOptions) => Promise<Execution>;
  /** Lets as much time pass as an execution takes. Throws `NOTHING_LEFT` with the timeline when that does not end it. */
  readonly finish: (executionId: string) => Promise<ExecutionResult>;
  /** What happened in an execution so far. */
  readonly eventsOf: (executionId: string) => readonly CloudEvent[];
  /** Stops in good order and starts anew from the store. */
  readonly restart: () => Promise<void>;
  /** Lets the process die as it is; the next one starts from the store. */
  readonly crash: () => Promise<void>;
  /** Stops everything, and throws `UNEXPECTED_CALL` when a service was called that nobody scripted. */
  readonly stop: () => Promise<void>;
}
