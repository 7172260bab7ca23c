import type { Json } from "../json/json";
import { isObject } from "../json/normalise";
import type { PlanAction } from "../plan";
import { failureEvent, type UnitAt, type UnitState, unitAt, unitEvent, unitRef } from "../run";
import { toAttemptError } from "./failures";
import { itemsOf } from "./perform-prepare";
import type { ChildEnd } from "./ports";
import type { RunContext } from "./run-context";
import { isPromiseLike, when } from "./when";

/**
 * Sees to it that the child execution of a waiting unit exists, and records its end as the unit's.
 *
 * The child's parameters are resolved here and not kept in the waiting event, for they may hold secrets. The child is
 * told which: it seals them, and knows them again where they turn up.
 */
export function performChild(run: RunContext, at: UnitAt): void {
  const unit = unitAt(run.state, at);
  const wait = unit?.wait;
  if (unit === undefined || wait?.kind !== "child") return;
  const { id } = run.plan.actions[at.action] as PlanAction;
  const childId = wait.execution_id;
  const done = (end: ChildEnd): void => recordEnd(run, at, { end, childId });
  when(() => resolveConfig(run, at), {
    failed: (error) => done({ ok: false, ...toAttemptError(error, id) }),
    ok: (config) => {
      const parameters = isObject(config) ? (config.parameters ?? {}) : {};
      run.host.superviseChild(run, {
        executionId: childId,
        isWanted: () => waitsForChild(unitAt(run.state, at), childId),
        workflowId: wait.workflow_id,
        parameters,
        secrets: run.redactor.secretsIn(parameters),
        place: { ...unitRef(id, at.index), attempt: unit.attempts },
        done,
      });
    },
  });
}

function resolveConfig(run: RunContext, at: UnitAt): Json | undefined | Promise<Json | undefined> {
  const action = run.plan.actions[at.action] as PlanAction;
  const { config } = action;
  const withItem = (items: readonly Json[]): Json | undefined | Promise<Json | undefined> => {
    const item = at.index === undefined ? {} : { item: items[at.index] ?? null };
    return run.resolve(config, { references: config.references, at, ...item });
  };
  const items = at.index === undefined ? [] : itemsOf(run, action);
  return isPromiseLike(items) ? items.then(withItem) : withItem(items);
}

function recordEnd(run: RunContext, at: UnitAt, { end, childId }: { end: ChildEnd; childId: string }): void {
  const unit = unitAt(run.state, at);
  if (!waitsForChild(unit, childId)) return;
  const { id } = run.plan.actions[at.action] as PlanAction;
  if (end.ok) {
    run.record(
      unitEvent("completed", { ...unitRef(id, at.index), attempt: unit.attempts, output: end.result }),
    );
    return;
  }
  const { clock, random } = run.host.ports;
  run.record(failureEvent(run.plan, run.state, { at, error: end, now: clock.now(), random: random.next() }));
}

function waitsForChild(unit: UnitState | undefined, childId: string): unit is UnitState {
  return unit?.wait?.kind === "child" && unit.wait.execution_id === childId;
}
