import { actionCatalogue, compilePlan, type PlanView } from "@tutti/core";
import { z } from "zod";
import { type Graph, toGraph } from "../render/graph";
import { definition } from "./events";

const notification = {
  type: "notification",
  description: "",
  config: z.record(z.string(), z.unknown()),
};

/** The graph of a workflow of notifications. */
export function graphOf(parts: object): Graph {
  const workflow = definition(parts);
  const { errors, plan } = compilePlan(workflow, actionCatalogue([notification]));
  if (plan === null) throw new Error(JSON.stringify(errors));
  const view: PlanView = {
    actions: plan.actions.map(({ condition, for_each, id, stage, type, waits_for }) => ({
      action_id: id,
      action_type: type,
      stage,
      waits_for: waits_for.map(({ action, on }) => ({ action_id: plan.actions[action]?.id ?? "", on })),
      has_condition: condition !== null,
      is_for_each: for_each !== null,
    })),
  };
  return toGraph(workflow, view);
}

/** An action that waits for others. */
export function step(action_id: string, depends_on: readonly unknown[] = [], more: object = {}): object {
  return { action_id, action_type: "notification", config: {}, depends_on, ...more };
}
