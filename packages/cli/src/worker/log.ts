import type { CloudEvent } from "@tutti/core";
import type { Reading } from "../access/access";
import { definitionOf } from "../access/put-workflow";
import { isEnd } from "../access/service-access";
import { applyEvent, type Board, newBoard } from "../render/board";
import { eventLines } from "../render/event-lines";
import { logLines } from "../render/log-lines";
import { endLine } from "../render/summary";
import type { LogRecord } from "../run/log-record";
import { type Line, span } from "../terminal/style";
import type { Symbols } from "../terminal/symbols";
import { printable } from "../terminal/text";

/** Boards of more executions are made again when they are needed. */
const MOST_BOARDS = 1000;

/** The first digits of a UUIDv7 are its time in ms: enough to tell executions apart, and to name one. */
const PREFIX = 13;

/** Tells what all executions of a store do, a line each. */
export class WorkerLog {
  private readonly boards = new Map<string, Board>();

  constructor(
    private readonly reading: Reading,
    private readonly symbols: Symbols,
    private readonly write: (line: Line) => void,
  ) {}

  async onEvent(event: CloudEvent): Promise<void> {
    const { executionid } = event;
    if (executionid === undefined) return;
    const board = await this.boardOf(executionid, event);
    if (board === undefined) return;
    applyEvent(board, event);
    this.tell(executionid, eventLines(event, board, this.symbols));
    if (!isEnd(event)) return;
    this.tell(executionid, [[...endLine(board, this.symbols), span(` (${printable(board.name)})`, "dim")]]);
    this.boards.delete(executionid);
  }

  onLog(record: LogRecord): void {
    const lines = logLines(record, this.symbols);
    if (record.executionId === undefined) for (const line of lines) this.write(line);
    else this.tell(record.executionId, lines);
  }

  private tell(executionId: string, lines: readonly Line[]): void {
    for (const line of lines) this.write([span(`${executionId.slice(0, PREFIX)} `, "dim"), ...line]);
  }

  /** The board of an execution before an event. */
  private async boardOf(executionId: string, { sequence = 1 }: CloudEvent): Promise<Board | undefined> {
    const known = this.boards.get(executionId);
    if (known !== undefined) return known;
    const events = await this.reading.pastEvents(executionId, 1);
    const [created] = events;
    if (created === undefined) return undefined;
    const board = newBoard(await this.definitionOf(created));
    for (const past of events) if ((past.sequence ?? 0) < sequence) applyEvent(board, past);
    this.keep(executionId, board);
    return board;
  }

  private async definitionOf({ data, workflowid = "" }: CloudEvent) {
    const { workflow_revision: revision } = data as { readonly workflow_revision: number };
    const { workflow } = await this.reading.getWorkflow(workflowid, revision);
    return workflow === null ? { name: workflowid, parameters: [], actions: [] } : definitionOf(workflow);
  }

  private keep(executionId: string, board: Board): void {
    this.boards.set(executionId, board);
    const [oldest] = this.boards.keys();
    if (this.boards.size > MOST_BOARDS && oldest !== undefined) this.boards.delete(oldest);
  }
}
