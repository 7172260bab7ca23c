import type { CloudEvent, RetryPolicy, WorkflowAction, WorkflowDefinition } from "@tutti/core";
import { formatPath } from "@tutti/core/runtime";

/** One way that an execution can go through a definition. */
export interface Branch {
  /** What it is called in reports: `condition true`. */
  readonly name: string;
  /** Where the definition has it: `actions[1].condition`. */
  readonly path: string;
  /** How often an execution's history went this way. */
  readonly count: (history: readonly CloudEvent[]) => number;
}

/** An action of a definition, and the ways through it. */
export interface CoveredAction {
  readonly action_id: string;
  readonly path: string;
  readonly starts: Branch["count"];
  readonly branches: readonly Branch[];
}

/** The actions of a definition, with those of `on_failure`. */
export function actionsOf({
  actions,
  defaults,
  on_failure: cleanup = [],
}: WorkflowDefinition): CoveredAction[] {
  const all = [
    ...actions.map((action, index) => [action, ["actions", index]] as const),
    ...cleanup.map((action, index) => [action, ["on_failure", index]] as const),
  ];
  const handled = failuresThatMatter(all.map(([action]) => action));
  return all.map(([action, at]) => ({
    action_id: action.action_id,
    path: formatPath([...at, "action_id"]),
    starts: counting(action.action_id, /\.(?:action|item)\.(?:started|expanded)$/),
    branches: [
      ...conditionBranches(action, at),
      ...dependencyBranches(action, at),
      ...listBranches(action, at),
      ...retryBranches(action, at, action.retry ?? defaults?.retry),
      ...errorBranches(action, at, handled.has(action.action_id)),
      ...compensationBranches(action, at),
    ],
  }));
}

/** The triggers of a definition as branches of it. */
export function triggersOf({ triggers = [] }: WorkflowDefinition): Branch[] {
  return triggers.map((trigger, index) => ({
    name: `${trigger.type} trigger`,
    path: formatPath(["triggers", index, "type"]),
    count: (history) =>
      history.filter(({ data, type }) => {
        const { trigger: by } = (data ?? {}) as { readonly trigger?: { readonly index: number } };
        return type === "tutti.execution.created" && by?.index === index;
      }).length,
  }));
}

type At = readonly (string | number)[];

/** Actions after whose failure something else goes on, as `depends_on` says. */
function failuresThatMatter(actions: readonly WorkflowAction[]): ReadonlySet<string> {
  const needed = actions.flatMap(({ depends_on: all = [] }) =>
    all.flatMap((one) => (typeof one === "object" && one.on.includes("failed") ? [one.action] : [])),
  );
  return new Set(needed);
}

function conditionBranches({ action_id: id, condition }: WorkflowAction, at: At): Branch[] {
  if (condition === undefined) return [];
  const path = formatPath([...at, "condition"]);
  const started = counting(id, /\.(?:action|item)\.(?:started|expanded)$/);
  return [
    // An execution goes this way once, however often the action is tried.
    { name: "condition true", path, count: (history) => Math.min(1, started(history)) },
    { name: "condition false", path, count: counting(id, /\.action\.skipped$/, { reason: "condition" }) },
  ];
}

/** `depends_on` with `on` is a fork: the action is skipped after another outcome. */
function dependencyBranches({ action_id: id, depends_on: all = [] }: WorkflowAction, at: At): Branch[] {
  if (!all.some((one) => typeof one === "object")) return [];
  const path = formatPath([...at, "depends_on"]);
  const count = counting(id, /\.action\.skipped$/, { reason: "dependency" });
  return [{ name: "skipped by depends_on", path, count }];
}

function listBranches({ action_id: id, for_each: list }: WorkflowAction, at: At): Branch[] {
  if (list === undefined) return [];
  const path = formatPath([...at, "for_each"]);
  const expanded = /\.action\.expanded$/;
  return [
    {
      name: "for_each with items",
      path,
      count: counting(id, expanded, { count: (items: unknown) => Number(items) > 0 }),
    },
    { name: "for_each empty", path, count: counting(id, expanded, { count: 0 }) },
  ];
}

function retryBranches(
  { action_id: id, retry }: WorkflowAction,
  at: At,
  policy: RetryPolicy | undefined,
): Branch[] {
  if ((policy?.max_attempts ?? 1) < 2) return [];
  const path = formatPath(retry === undefined ? ["defaults", "retry"] : [...at, "retry"]);
  return [{ name: "retry", path, count: counting(id, FAILED, { outcome: "retry" }) }];
}

/** Failures that the definition provides for. One that just fails the execution needs no test of its own. */
function errorBranches(
  { action_id: id, on_error: onError }: WorkflowAction,
  at: At,
  isHandled: boolean,
): Branch[] {
  if (onError !== "continue" && !isHandled) return [];
  const path = formatPath([...at, onError === undefined ? "action_id" : "on_error"]);
  return [
    {
      name: "failure",
      path,
      count: counting(id, FAILED, { outcome: (outcome: unknown) => outcome !== "retry" }),
    },
  ];
}

function compensationBranches({ action_id: id, compensate }: WorkflowAction, at: At): Branch[] {
  if (compensate === undefined) return [];
  const path = formatPath([...at, "compensate"]);
  return [{ name: "compensation", path, count: counting(id, /\.compensation\.started$/) }];
}

const FAILED = /\.(?:action|item)\.failed$/;

type Wanted = Readonly<Record<string, unknown>>;

/** Counts the events of an action of some types, whose data are as wanted. */
function counting(id: string, types: RegExp, wanted: Wanted = {}): Branch["count"] {
  return (history) =>
    history.filter(({ data, subject, type }) => {
      const fits = ([key, value]: [string, unknown]): boolean => {
        const actual = ((data ?? {}) as Wanted)[key];
        return typeof value === "function"
          ? (value as (given: unknown) => boolean)(actual)
          : actual === value;
      };
      return subject === id && types.test(type) && Object.entries(wanted).every(fits);
    }).length;
}
