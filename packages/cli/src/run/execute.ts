import type { CloudEvent, ExecutionResult, Orchestrator, WorkflowDefinition } from "@tutti/core";
import { isEnd } from "../access/service-access";
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

/**
 * Executes a workflow and shows it while it runs. The first Ctrl-C cancels the execution, so that
 * compensation and `on_failure` run; the second one ends the process.
 */
export async function execute(start: Start, { io, orchestrator, view, voice }: Stage): Promise<Executed> {
  const { workflows } = orchestrator;
  const board = newBoard(start.definition);
  const inOrder = new InOrder(orchestrator.events);
  const own = new OwnEvents(inOrder, (event) => {
    applyEvent(board, event);
    view.onEvent(event);
  });
  voice.speakTo({
    onLog: (record) => {
      if (own.isOwn(record.executionId)) inOrder.add(() => view.onLog(record));
    },
    print: (text) => inOrder.add(() => view.print(text)),
  });
  view.begin(board);
  const unsubscribe = orchestrator.events.subscribe({}, (event) => own.take(event));
  try {
    const started = await workflows.startWorkflow(start.workflowId, start.parameters, start.user);
    if (!started.success) return { result: started, board };
    const { execution_id } = started.execution;
    own.begin(execution_id);
    const cancel = () => workflows.cancelExecution(execution_id, start.user, { reason: "interrupted" });
    const result = await interruptible({ io, view, cancel }, workflows.waitForExecution(execution_id));
    await own.ended;
    return { result, board };
  } finally {
    unsubscribe();
    inOrder.flush();
    view.end();
    voice.speakTo(view);
  }
}

/** The events of one execution among those of a store. Its id is known a moment after its first events. */
class OwnEvents {
  private executionId: string | undefined;
  private early: CloudEvent[] = [];
  private end: () => void = () => undefined;
  /** Settles with the last event, which comes a moment after the result. */
  readonly ended = new Promise<void>((resolve) => {
    this.end = resolve;
  });

  constructor(
    private readonly inOrder: InOrder,
    private readonly show: (event: CloudEvent) => void,
  ) {}

  begin(executionId: string): void {
    this.executionId = executionId;
    for (const event of this.early.splice(0)) this.take(event);
  }

  isOwn(executionId: string | undefined): boolean {
    return executionId === undefined || this.executionId === undefined || executionId === this.executionId;
  }

  take(event: CloudEvent): void {
    if (this.executionId === undefined) {
      this.early.push(event);
      return;
    }
    if (this.inOrder.take(event) || event.executionid !== this.executionId) return;
    this.show(event);
    if (isEnd(event)) this.end();
  }
}

/** What Ctrl-C needs. */
export interface Interruptible {
  readonly io: Io;
  readonly view: RunView;
  /** Asks for the end of the execution. */
  readonly cancel: () => Promise<unknown>;
}

/** Waits for something that the first Ctrl-C cancels; the second one ends the process. */
export async function interruptible<T>({ cancel, io, view }: Interruptible, work: Promise<T>): Promise<T> {
  let interrupts = 0;
  const silence = io.onInterrupt(() => {
    interrupts += 1;
    if (interrupts === 1) {
      view.note("Cancelling; Ctrl-C again to quit at once.");
      cancel().catch((error: unknown) => view.note(`It could not be cancelled: ${String(error)}`));
      return;
    }
    view.end();
    io.exit(INTERRUPTED);
  });
  try {
    return await work;
  } finally {
    silence();
  }
}
