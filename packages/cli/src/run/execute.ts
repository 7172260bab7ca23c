import type { CloudEvent, ExecutionResult, Orchestrator, WorkflowDefinition } from "@tutti/core";
import { INTERRUPTED, type Io } from "../io";
import { applyEvent, type Board, newBoard } from "../render/board";
import { InOrder } from "./in-order";
import type { RunView } from "./views";
import type { Voice } from "./voice";

/** A workflow that is to be executed. */
export interface Start {
  readonly workflowId: string;
  readonly definition: WorkflowDefinition;
  readonly parameters: object;
  readonly user: string;
}

/** What an execution is run with. */
export interface Stage {
  readonly io: Io;
  readonly orchestrator: Orchestrator;
  readonly view: RunView;
  readonly voice: Voice;
}

/** How it ended, and what the events told of it. */
export interface Executed {
  readonly result: ExecutionResult;
  readonly board: Board;
}

const ENDS: ReadonlySet<string> = new Set(
  ["completed", "failed", "cancelled"].map((how) => `tutti.execution.${how}`),
);

/**
 * Executes a workflow and shows it while it runs. The first Ctrl-C cancels the execution, so that
 * compensation and `on_failure` run; the second one ends the process.
 */
export async function execute(start: Start, { io, orchestrator, view, voice }: Stage): Promise<Executed> {
  const { workflows } = orchestrator;
  const board = newBoard(start.definition);
  const inOrder = new InOrder(orchestrator.events);
  voice.speakTo({
    onLog: (record) => inOrder.add(() => view.onLog(record)),
    print: (text) => inOrder.add(() => view.print(text)),
  });
  view.begin(board);
  const follow = (event: CloudEvent): void => {
    if (inOrder.take(event)) return;
    applyEvent(board, event);
    view.onEvent(event);
  };
  const ended = untilEnded(orchestrator, follow);
  try {
    const started = await workflows.startWorkflow(start.workflowId, start.parameters, start.user);
    if (!started.success) return { result: started, board };
    const { execution_id } = started.execution;
    const result = await interruptible(io, {
      orchestrator,
      view,
      user: start.user,
      executionId: execution_id,
    });
    await ended;
    return { result, board };
  } finally {
    inOrder.flush();
    view.end();
    voice.speakTo(view);
  }
}

/** Follows the events; settles with the last one, which comes a moment after the result. */
function untilEnded({ events }: Orchestrator, follow: (event: CloudEvent) => void): Promise<void> {
  return new Promise((resolve) => {
    const stop = events.subscribe({}, (event) => {
      follow(event);
      if (!ENDS.has(event.type)) return;
      stop();
      resolve();
    });
  });
}

interface Running {
  readonly orchestrator: Orchestrator;
  readonly view: RunView;
  readonly user: string;
  readonly executionId: string;
}

async function interruptible(
  io: Io,
  { executionId, orchestrator, user, view }: Running,
): Promise<ExecutionResult> {
  const { workflows } = orchestrator;
  let interrupts = 0;
  const silence = io.onInterrupt(() => {
    interrupts += 1;
    if (interrupts === 1) {
      view.note("Cancelling; Ctrl-C again to quit at once.");
      void workflows.cancelExecution(executionId, user, { reason: "interrupted" });
      return;
    }
    view.end();
    io.exit(INTERRUPTED);
  });
  try {
    return await workflows.waitForExecution(executionId);
  } finally {
    silence();
  }
}
