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
    if (gate.running.has(run.executionId) || gate.waiting.includes(run)) return;
    gate.waiting.push(run);
    this.open(gate, limit);
  }

  /** Counts an execution that was running before a restart. */
  resume(run: LiveRun): void {
    if (run.plan.concurrency !== null && run.state.started_at !== null) this.gateOf(run).running.add(run.executionId);
  }

  /** An execution has ended: the next one of its key may start. */
  release(run: LiveRun): void {
    const limit = run.plan.concurrency?.limit;
    if (limit === undefined) return;
    const gate = this.gateOf(run);
    gate.running.delete(run.executionId);
    gate.waiting = gate.waiting.filter((waiting) => waiting !== run);
    this.open(gate, limit);
    if (gate.running.size === 0 && gate.waiting.length === 0) this.gates.delete(keyOf(run));
  }

  private open(gate: Gate, limit: number): void {
    while (gate.running.size < limit) {
      const next = gate.waiting.shift();
      if (next === undefined) return;
      gate.running.add(next.executionId);
      next.begin();
    }
  }

  private gateOf(run: LiveRun): Gate {
    const key = keyOf(run);
    const known = this.gates.get(key);
    if (known !== undefined) return known;
    const gate: Gate = { running: new Set(), waiting: [] };
    this.gates.set(key, gate);
    return gate;
  }
}

interface Gate {
  readonly running: Set<string>;
  waiting: LiveRun[];
}

function keyOf({ state }: LiveRun): string {
  return JSON.stringify([state.workflow_id, state.concurrency_key]);
}
