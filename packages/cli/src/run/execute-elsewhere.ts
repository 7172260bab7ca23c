import type { CloudEvent, ExecutionResult } from "@tutti/core";
import type { FollowEnd, WorkflowAccess } from "../access/access";
import type { OwnerAccess } from "../access/owner-access";
import type { Io } from "../io";
import { applyEvent, type Board, newBoard } from "../render/board";
import { type Executed, interruptible, type Start } from "./execute";
import { openOwnerOrReach, type Owning, type OwnSession } from "./owner";
import type { RunView } from "./views";

/** What an execution is shown with that another process runs. */
export interface Watching {
  readonly io: Io;
  readonly view: RunView;
  /** How to go on with it here when its process has ended; undefined: that is the matter of somebody else. */
  readonly owning?: Owning;
}

/**
 * Executes a workflow in the process that owns the store, and shows it while it runs. When that process
 * ends before the execution has, this one goes on with it, or the next owner does.
 */
export async function executeElsewhere(
  start: Start,
  access: WorkflowAccess,
  watching: Watching,
): Promise<Executed> {
  const { view } = watching;
  const board = newBoard(start.definition);
  const { parameters, user, workflowId } = start;
  view.begin(board);
  try {
    const started = await access.start({ workflowId, parameters, user });
    if (!started.success) return { result: started, board };
    const executionId = started.execution.execution_id;
    const follower = new Follower(executionId, board, { ...watching, user });
    const { owning } = watching;
    if ((await follower.follow(access)) === "ended" || owning === undefined)
      return { result: await access.outcome(executionId), board };
    return { result: await takeOver(follower, { ...watching, owning }), board };
  } finally {
    view.end();
  }
}

/** Goes on until the execution has ended, whoever runs it. */
async function takeOver(
  follower: Follower,
  { io, owning, view }: Required<Watching>,
): Promise<ExecutionResult> {
  for (;;) {
    const opened = await openOwnerOrReach({ ...owning, types: undefined }, io);
    const access: WorkflowAccess = isOwn(opened) ? opened.access : opened;
    view.note(isOwn(opened) ? "Its process has ended; it goes on here." : `It goes on in ${opened.runner}.`);
    if (isOwn(opened)) follower.listen(opened);
    try {
      if ((await follower.follow(access)) === "ended") return await access.outcome(follower.executionId);
    } finally {
      await (isOwn(opened) ? opened.stop() : opened.close());
    }
  }
}

/** Does this process own the store? */
export function isOwn(opened: OwnSession | OwnerAccess): opened is OwnSession {
  return "orchestrator" in opened;
}

/** Follows one execution from one owner to the next. */
class Follower {
  private seen = 0;

  constructor(
    readonly executionId: string,
    private readonly board: Board,
    private readonly parts: { readonly io: Io; readonly view: RunView; readonly user: string },
  ) {}

  follow(access: WorkflowAccess): Promise<FollowEnd> {
    const { io, user, view } = this.parts;
    const { executionId } = this;
    const onEvent = (event: CloudEvent): void => {
      this.seen = event.sequence ?? this.seen;
      applyEvent(this.board, event);
      view.onEvent(event);
    };
    const cancel = () => access.ask(executionId, { kind: "cancel", reason: "interrupted" }, user);
    return interruptible({ io, view, cancel }, access.follow(executionId, { from: this.seen + 1, onEvent }));
  }

  /** Shows what actions say that run in this process now. */
  listen({ voice }: OwnSession): void {
    const { view } = this.parts;
    voice.speakTo({
      onLog: (record) => {
        if (record.executionId === undefined || record.executionId === this.executionId) view.onLog(record);
      },
      print: view.print,
    });
  }
}
