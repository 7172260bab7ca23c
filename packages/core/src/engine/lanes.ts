import { Fifo } from "./fifo";
import type { Ticket } from "./ticket";

/** Tickets in their order, any of which may leave. All operations take constant time however many there are. */
export class TicketQueue {
  private readonly order = new Fifo<Ticket>();
  /** Those that have not left. */
  private readonly waiting = new Map<string, Ticket>();

  get size(): number {
    return this.waiting.size;
  }

  /** Queues a ticket; an execution that is queued keeps its place. */
  add(ticket: Ticket): void {
    if (this.waiting.has(ticket.executionId)) return;
    this.waiting.set(ticket.executionId, ticket);
    this.order.push(ticket);
  }

  /** Takes an execution out, wherever it stands; false when it is not here. */
  remove(executionId: string): boolean {
    return this.waiting.delete(executionId);
  }

  /** Takes the oldest one out. */
  shift(): Ticket | undefined {
    for (let next = this.order.shift(); next !== undefined; next = this.order.shift()) {
      if (this.waiting.get(next.executionId) !== next) continue;
      this.waiting.delete(next.executionId);
      return next;
    }
    return undefined;
  }
}

/** A queue with a lane for each workflow; lanes take turns, so that a flood of one does not hold up the others. */
export class Lanes {
  private readonly lanes = new Map<string, TicketQueue>();
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** Queues a ticket; an execution that is queued keeps its place. */
  add(ticket: Ticket): void {
    const lane = this.lanes.get(ticket.workflowId) ?? new TicketQueue();
    this.count -= lane.size;
    lane.add(ticket);
    this.count += lane.size;
    this.lanes.set(ticket.workflowId, lane);
  }

  /** Takes a ticket out, wherever it stands. */
  remove({ executionId, workflowId }: Ticket): void {
    const lane = this.lanes.get(workflowId);
    if (lane?.remove(executionId) !== true) return;
    this.count -= 1;
    if (lane.size === 0) this.lanes.delete(workflowId);
  }

  /** Takes the next one out: the oldest of the lane whose turn it is. */
  shift(): Ticket | undefined {
    // Asked whenever an execution ends, and mostly nobody waits.
    if (this.count === 0) return undefined;
    const turn = this.lanes.entries().next();
    if (turn.done) return undefined;
    const [workflowId, lane] = turn.value;
    const ticket = lane.shift();
    this.count -= 1;
    // To the end: a Map keeps the order in which its keys were set.
    this.lanes.delete(workflowId);
    if (lane.size > 0) this.lanes.set(workflowId, lane);
    return ticket;
  }
}
