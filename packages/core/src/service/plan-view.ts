import type { Plan, PlanAction } from "../plan";

/** A plan as users see it: what waits for what. */
export interface PlanView {
  readonly actions: readonly PlannedAction[];
}

/** An action of a plan as users see it. */
export interface PlannedAction {
  readonly action_id: string;
  readonly action_type: string;
  /** `main`, or `cleanup` for the actions of `on_failure`. */
  readonly stage: PlanAction["stage"];
  /** Everything it waits for: what `depends_on` names and what its templates read. */
  readonly waits_for: readonly { readonly action_id: string; readonly on: readonly string[] | null }[];
  readonly has_condition: boolean;
  readonly is_for_each: boolean;
}

/** What users may see of a plan. */
export function describePlan(plan: Plan): PlanView {
  return {
    actions: plan.actions.map(({ id, type, stage, waits_for, condition, for_each }) => ({
      action_id: id,
      action_type: type,
      stage,
      waits_for: waits_for.map(({ action, on }) => ({ action_id: plan.actions[action]?.id ?? "", on })),
      has_condition: condition !== null,
      is_for_each: for_each !== null,
    })),
  };
}
