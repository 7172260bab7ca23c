import { Lanes, TicketQueue } from "./lanes";
import type { Limits } from "./limits";
import type { Ticket } from "./ticket";

/** What admission needs of the engine. */
export interface AdmissionParts {
  readonly limits: Pick<Limits, "runningExecutions">;
  /** Begins an execution whose turn has come. */
  readonly begin: (executionId: string) => void;
}

/**
 * Decides when executions begin: at most `concurrency.limit` of a workflow and key, in their order,
 * and at most `runningExecutions` of the process, where workflows take turns.
 */
export class Admission {
  private readonly gates = new Map<string, Gate>();
  private readonly lanes = new Lanes();
  /** Told to begin, and not yet seen at work. */
  private readonly called = new Set<string>();
  private readonly busy = new Set<string>();
  private atGates = 0;
  private isCalling = false;

  constructor(private readonly parts: AdmissionParts) {}

  /** How many executions wait for their turn. */
  get waiting(): number {
    return this.atGates + this.lanes.size;
  }

  /** How many executions are at work. */
  get running(): number {
    return this.busy.size;
  }

  /** Begins the execution now, or when its turn comes. Doing it twice changes nothing. */
  admit(ticket: Ticket): void {
    if (ticket.gate === null) {
      this.pass(ticket);
      return;
    }
    const gate = this.gateOf(ticket.gate.key);
    // It was retried before its end was durable, or was called and then read from the storage: it has its place.
    if (gate.running.has(ticket.executionId)) this.pass(ticket);
    else this.waitAt(gate, ticket);
    this.open(gate, ticket.gate.limit);
  }

  /** Counts an execution that began before a restart. */
  resume({ executionId, gate }: Ticket): void {
    if (gate !== null) this.gateOf(gate.key).running.add(executionId);
  }

  /** An execution has ended, or was given up: the next one may begin. */
  release(ticket: Ticket): void {
    this.called.delete(ticket.executionId);
    this.lanes.remove(ticket);
    if (ticket.gate !== null) this.leave(ticket.gate, ticket.executionId);
    this.call();
  }

  /** An execution is at work, or no longer is: it waits, is paused, or has ended. */
  count(executionId: string, isBusy: boolean): void {
    this.called.delete(executionId);
    if (isBusy) this.busy.add(executionId);
    else this.busy.delete(executionId);
    if (!isBusy) this.call();
  }

  private leave({ key, limit }: NonNullable<Ticket["gate"]>, executionId: string): void {
    const gate = this.gateOf(key);
    gate.running.delete(executionId);
    if (gate.waiting.remove(executionId)) this.atGates -= 1;
    this.open(gate, limit);
    if (gate.running.size === 0 && gate.waiting.size === 0) this.gates.delete(key);
  }

  private waitAt({ waiting }: Gate, ticket: Ticket): void {
    this.atGates -= waiting.size;
    waiting.add(ticket);
    this.atGates += waiting.size;
  }

  private gateOf(key: string): Gate {
    const known = this.gates.get(key);
    if (known !== undefined) return known;
    const gate: Gate = { running: new Set(), waiting: new TicketQueue() };
    this.gates.set(key, gate);
    return gate;
  }

  private open(gate: Gate, limit: number): void {
    while (gate.running.size < limit) {
      const next = gate.waiting.shift();
      if (next === undefined) return;
      this.atGates -= 1;
      gate.running.add(next.executionId);
      this.pass(next);
    }
  }

  /** Behind the gate of its workflow, an execution waits for the process to have room. */
  private pass(ticket: Ticket): void {
    if (ticket.isChild || this.called.has(ticket.executionId)) {
      this.parts.begin(ticket.executionId);
      return;
    }
    if (this.lanes.size === 0 && this.hasRoom && !this.isCalling) {
      // Nobody waits, so there is nothing to queue for.
      this.call(ticket);
      return;
    }
    this.lanes.add(ticket);
    this.call();
  }

  private get hasRoom(): boolean {
    return this.busy.size + this.called.size < this.parts.limits.runningExecutions;
  }

  /** Whoever begins may end at once: this loop, not a deeper one, then calls the next. */
  private call(first?: Ticket): void {
    if (this.isCalling) return;
    this.isCalling = true;
    try {
      for (let next = first; this.hasRoom; next = undefined) {
        next ??= this.lanes.shift();
        if (next === undefined) return;
        this.called.add(next.executionId);
        this.parts.begin(next.executionId);
      }
    } finally {
      this.isCalling = false;
    }
  }
}

/** The executions of one key. */
interface Gate {
  readonly running: Set<string>;
  readonly waiting: TicketQueue;
}
