import type { LiveRun } from "./ports";

/** Lets at most `limit` executions of a workflow and concurrency key run; the others wait in order. */
export class Admission {
  private readonly gates = new Map<string, Gate>();

  /** Starts the execution now, or when one of its key has ended. Doing it twice changes nothing. */
  admit(run: LiveRun): void {
    const limit = run.plan.concurrency?.limit;
    if (limit === undefined) {
      run.begin();
      return;
    }
    const gate = this.gateOf(run);
    // It was retried before its end was durable, so it still has its place.
    if (gate.running.has(run.executionId)) run.begin();
    else gate.waiting.set(run.executionId, run);
    open(gate, limit);
  }

  /** Counts an execution that was running before a restart. */
  resume(run: LiveRun): void {
    if (run.plan.concurrency !== null && run.state.phase !== "created")
      this.gateOf(run).running.add(run.executionId);
  }

  /** An execution has ended: the next one of its key may start. */
  release(run: LiveRun): void {
    const limit = run.plan.concurrency?.limit;
    if (limit === undefined) return;
    const gate = this.gateOf(run);
    gate.running.delete(run.executionId);
    gate.waiting.delete(run.executionId);
    open(gate, limit);
    if (gate.running.size === 0 && gate.waiting.size === 0) this.gates.delete(keyOf(run));
  }

  private gateOf(run: LiveRun): Gate {
    const key = keyOf(run);
    const known = this.gates.get(key);
    if (known !== undefined) return known;
    const gate: Gate = { running: new Set(), waiting: new Map() };
    this.gates.set(key, gate);
    return gate;
  }
}

/** The executions of one key, by id; those that wait in the order in which they came. */
interface Gate {
  readonly running: Set<string>;
  readonly waiting: Map<string, LiveRun>;
}

function open({ running, waiting }: Gate, limit: number): void {
  while (running.size < limit) {
    const next = waiting.values().next();
    if (next.done) return;
    const { executionId } = next.value;
    waiting.delete(executionId);
    running.add(executionId);
    next.value.begin();
  }
}

function keyOf({ state }: LiveRun): string {
  return JSON.stringify([state.workflow_id, state.concurrency_key]);
}
