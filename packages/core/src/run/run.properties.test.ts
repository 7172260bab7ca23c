import * as fc from "fast-check";
import type { Plan, PlanAction } from "../plan/plan";
import { outstanding } from "./decide";
import type { RecordedEvent } from "./events";
import { fold } from "./evolve";
import { refuses } from "./evolve-unit";
import { initialState, type ActionState } from "./state";
import { evolve } from "./evolve";
import { type Choose, keyOf, ModelShell } from "./testing/model-shell";
import { anyPlan } from "./testing/plans";

/** Choices from a list that fast-check can shrink; after its end always the first. */
function choicesFrom(numbers: readonly number[]): Choose {
  let used = 0;
  return (bound) => (bound === 0 ? 0 : (numbers[used++] ?? 0) % bound);
}

const choices = fc.array(fc.nat({ max: 11 }), { maxLength: 200 });
const interruptions = fc.array(
  fc.record({ step: fc.nat({ max: 30 }), kind: fc.constantFrom("cancel", "pause", "resume", "retry") }),
  { maxLength: 4 },
);

interface Interruption {
  readonly step: number;
  readonly kind: string;
}

function play(plan: Plan, numbers: readonly number[], interrupted: readonly Interruption[]): ModelShell {
  const shell = new ModelShell(plan, choicesFrom(numbers));
  shell.begin();
  for (let step = 0; step <= 30; step++) {
    for (const { kind } of interrupted.filter((one) => one.step === step)) {
      shell.request({ kind: kind as "cancel", by: "me" });
    }
    shell.step();
  }
  shell.runToEnd();
  return shell;
}

/** Calls back before each event, with the state so far. */
function replay(
  plan: Plan,
  events: readonly RecordedEvent[],
  see: (event: RecordedEvent, actions: readonly ActionState[]) => void,
): void {
  const state = initialState(plan, "x");
  for (const event of events) {
    see(event, state.actions);
    evolve(plan, state, event);
  }
}

function mayStart(plan: Plan, { state }: ModelShell, position: number): boolean {
  return plan.actions[position]?.stage === state.phase && !state.paused;
}

const ENDED = ["completed", "failed", "skipped"];

describe("any plan, under any order of completions, failures, retries, pauses and cancels", () => {
  const property = (check: (shell: ModelShell, plan: Plan) => void): void => {
    fc.assert(
      fc.property(anyPlan, choices, interruptions, (plan, choose, interrupted) =>
        check(play(plan, choose, interrupted), plan),
      ),
      { numRuns: 1_000 },
    );
  };

  it("ends, with nothing left in flight that still matters", () => {
    property((shell) => {
      expect(shell.state.phase).toBe("ended");
      expect(["completed", "failed", "cancelled"]).toContain(shell.state.status);
      expect([shell.state.running, shell.state.waiting, shell.state.fans]).toEqual([0, 0, 0]);
    });
  });

  it("completes only when every main action has ended well", () => {
    property((shell, plan) => {
      if (shell.state.status !== "completed") return;
      for (const action of shell.state.actions.slice(0, plan.main)) {
        expect(ENDED).toContain(action.status);
        if (action.status === "failed") expect(action.tolerated).toBe(true);
      }
    });
  });

  it("never starts an action before its dependencies have ended as it wants them to", () => {
    property((shell, plan) => {
      replay(plan, shell.events, (event, actions) => {
        if (event.type !== "action.started" && event.type !== "action.expanded") return;
        const action = plan.actions[plan.positions.get(event.data.action_id) ?? -1] as PlanAction;
        for (const { action: position } of action.waits_for)
          expect(ENDED).toContain(actions[position]?.status);
        expect(refuses(action, { actions })).toBe(false);
      });
    });
  });

  it("completes each unit at most once, unless it was compensated in between", () => {
    property((shell) => {
      const completed = new Set<string>();
      for (const { type, data } of shell.events) {
        if (!("action_id" in data)) continue;
        const key = JSON.stringify([data.action_id, "index" in data ? data.index : null]);
        if (type === "compensation.completed") completed.delete(key);
        if (type !== "action.completed" && type !== "item.completed") continue;
        // A for_each action that lost an item to compensation completes again as a whole.
        if (completed.has(key))
          expect(shell.events.some((one) => one.type === "execution.retried")).toBe(true);
        completed.add(key);
      }
    });
  });

  it("never begins more attempts in one go than the policy allows", () => {
    property((shell, plan) => {
      const begun = new Map<string, number>();
      for (const { type, data } of shell.events) {
        if (type === "execution.retried") begun.clear();
        if (type !== "action.started" && type !== "item.started") continue;
        const key = JSON.stringify([data.action_id, data.index ?? null]);
        begun.set(key, (begun.get(key) ?? 0) + 1);
        const { retry } = plan.actions[plan.positions.get(data.action_id) ?? -1] as PlanAction;
        expect(begun.get(key)).toBeLessThanOrEqual(retry.max_attempts);
      }
    });
  });

  it("never has more items of a for_each at work than max_concurrency", () => {
    property((shell, plan) => {
      replay(plan, shell.events, (_event, actions) => {
        actions.forEach((action, position) => {
          expect(action.items?.active ?? 0).toBeLessThanOrEqual(plan.actions[position]?.max_concurrency ?? 0);
        });
      });
    });
  });

  it("starts nothing while it is paused, and nothing new once it fails", () => {
    property((shell, plan) => {
      const state = initialState(plan, "x");
      for (const event of shell.events) {
        const isStart = event.type === "action.started" || event.type === "item.started";
        if (isStart) expect([state.paused, ["main", "cleanup"].includes(state.phase)]).toEqual([false, true]);
        evolve(plan, state, event);
      }
    });
  });

  it("gives the same state when its events are folded again", () => {
    property((shell, plan) => {
      expect(fold(plan, "x", shell.events)).toEqual(shell.state);
    });
  });
});

describe("an execution that is cut off after any event", () => {
  it("goes on from its events to an end", () => {
    fc.assert(
      fc.property(
        anyPlan,
        choices,
        interruptions,
        fc.record({ cut: fc.nat({ max: 60 }), later: choices }),
        (plan, choose, interrupted, { cut, later }) => {
          const { events } = play(plan, choose, interrupted);
          const resumed = ModelShell.resume(
            plan,
            events.slice(0, Math.max(1, cut % (events.length + 1))),
            choicesFrom(later),
          );
          resumed.runToEnd();
          expect(resumed.state.phase).toBe("ended");
          expect(fold(plan, "x", resumed.events)).toEqual(resumed.state);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("finds everything that was in flight among what is outstanding", () => {
    fc.assert(
      fc.property(anyPlan, choices, fc.nat({ max: 20 }), (plan, choose, steps) => {
        const shell = new ModelShell(plan, choicesFrom(choose));
        shell.begin();
        for (let step = 0; step < steps; step++) shell.step();
        const found = new Set(
          outstanding(plan, fold(plan, "x", shell.events)).map((command) =>
            "time" in command || "attempt" in command || command.kind === "prepare"
              ? keyOf(command)
              : command.kind,
          ),
        );
        const wanted = [...shell.inFlight.values()].filter(
          // What was being prepared when the execution began to fail is of no use any more.
          (going) =>
            going.kind !== "timer" && (going.kind !== "prepare" || mayStart(plan, shell, going.action)),
        );
        expect(wanted.map(keyOf).filter((key) => !found.has(key))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});
