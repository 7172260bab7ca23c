import { TuttiError } from "../errors";
import { toBoolean } from "../expression";
import type { Json } from "../json/json";
import type { PlanAction } from "../plan";
import { event, failureEvent, unitEvent } from "../run";
import { toAttemptError } from "./failures";
import type { RunContext } from "./run-context";
import { isPromiseLike, when } from "./when";

/** Evaluates an action's condition and `for_each`, then records what they say. */
export function performPrepare(run: RunContext, position: number): void {
  const action = run.plan.actions[position] as PlanAction;
  if (run.state.actions[position]?.status !== "pending") return;
  if (action.condition === null && action.for_each === null) start(run, action);
  else if (run.preparation.begin(position)) evaluate(run, action);
}

function evaluate(run: RunContext, action: PlanAction): void {
  const failed = (error: unknown): void => {
    run.preparation.end(action.position);
    failToPrepare(run, action, error);
  };
  when(() => evaluateCondition(run, action), {
    failed,
    ok: (value) => {
      if (value) expandOrStart(run, action, failed);
      else skip(run, action);
    },
  });
}

/** The items of a `for_each`, evaluated once a process. Throws `INVALID_FOR_EACH` and `LIMIT_EXCEEDED`. */
export function itemsOf(run: RunContext, action: PlanAction): readonly Json[] | Promise<readonly Json[]> {
  const known = run.preparation.itemsOf(action.position);
  if (known !== undefined || action.for_each === null) return known ?? [];
  const value = run.resolve(action.for_each, { references: action.for_each.references });
  const keep = (resolved: Json | undefined): readonly Json[] => {
    const items = checkItems(run, action, resolved);
    run.preparation.keepItems(action.position, items);
    return items;
  };
  return isPromiseLike(value) ? value.then(keep) : keep(value);
}

function evaluateCondition(run: RunContext, { condition }: PlanAction): boolean | Promise<boolean> {
  if (condition === null) return true;
  const value = run.evaluate(condition, { references: condition.references });
  return isPromiseLike(value) ? value.then(toBoolean) : toBoolean(value);
}

function skip(run: RunContext, action: PlanAction): void {
  run.preparation.end(action.position);
  run.record(event("action.skipped", { action_id: action.id, reason: "condition" }));
}

function expandOrStart(run: RunContext, action: PlanAction, failed: (error: unknown) => void): void {
  if (action.for_each === null) {
    run.preparation.end(action.position);
    start(run, action);
    return;
  }
  when(() => itemsOf(run, action), {
    failed,
    ok: (items) => {
      run.preparation.end(action.position);
      run.record(event("action.expanded", { action_id: action.id, count: items.length }));
    },
  });
}

function start(run: RunContext, action: PlanAction): void {
  const attempt = (run.state.actions[action.position]?.attempts ?? 0) + 1;
  run.record(unitEvent("started", { action_id: action.id, attempt }));
}

function checkItems(run: RunContext, action: PlanAction, value: Json | undefined): readonly Json[] {
  if (!Array.isArray(value)) {
    const actual = value === undefined || value === null ? "null" : `a value of type ${typeof value}`;
    throw TuttiError.of("INVALID_FOR_EACH", { action_id: action.id, actual });
  }
  const limit = run.host.ports.limits.forEachItems;
  if (value.length <= limit) return value as readonly Json[];
  const what = `Items of for_each of "${action.id}"`;
  throw TuttiError.of("LIMIT_EXCEEDED", { what, limit, actual: value.length, option: "forEachItems" });
}

/** An action that can't even be prepared fails its first attempt; repeating it would change nothing. */
function failToPrepare(run: RunContext, action: PlanAction, thrown: unknown): void {
  const { clock } = run.host.ports;
  const error = { ...toAttemptError(thrown, action.id), retryable: false };
  // Together, or the executor would be called in between.
  run.together(() => {
    start(run, action);
    run.record(
      failureEvent(run.plan, run.state, {
        at: { action: action.position },
        error,
        now: clock.now(),
        random: 0,
      }),
    );
  });
}
