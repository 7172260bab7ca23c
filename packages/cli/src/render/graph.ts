import type { PlanView, WorkflowAction, WorkflowDefinition } from "@tutti/core";

/** What must have ended before an action starts, and how. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  /** The outcomes it takes; null: whatever lets the workflow go on. */
  readonly on: readonly string[] | null;
}

/** An action of the graph. */
export interface GraphNode {
  readonly id: string;
  readonly type: string;
  readonly isCleanup: boolean;
  readonly condition: string | null;
  readonly forEach: string | null;
}

/** What waits for what, without the edges that follow from others. */
export interface Graph {
  readonly name: string;
  /** In the order of the definition. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly Edge[];
}

/** In larger graphs every edge is shown, as looking for those to leave out would take long. */
const MAX_REDUCED = 2000;

/**
 * The graph of a workflow that was found valid.
 *
 * @example
 * const { plan } = await workflows.validateWorkflow(definition);
 * toGraph(definition, plan).edges; // [{ from: "fetch", to: "analyze", on: null }]
 */
export function toGraph(definition: WorkflowDefinition, plan: PlanView): Graph {
  const written = new Map(
    [...definition.actions, ...(definition.on_failure ?? [])].map((action) => [action.action_id, action]),
  );
  const nodes = plan.actions.map(({ action_id, action_type, stage }) => ({
    id: action_id,
    type: action_type,
    isCleanup: stage === "cleanup",
    condition: conditionOf(written.get(action_id)),
    forEach: forEachOf(written.get(action_id)),
  }));
  const edges = plan.actions.flatMap(({ action_id, waits_for }) =>
    waits_for.map(({ action_id: from, on }) => ({ from, to: action_id, on })),
  );
  return { name: definition.name, nodes, edges: nodes.length > MAX_REDUCED ? edges : reduce(edges) };
}

function conditionOf(action: WorkflowAction | undefined): string | null {
  return action?.condition === undefined ? null : String(action.condition);
}

function forEachOf(action: WorkflowAction | undefined): string | null {
  const { for_each } = action ?? {};
  if (for_each === undefined) return null;
  return typeof for_each === "string" ? for_each : JSON.stringify(for_each);
}

/** Leaves out what follows: with a -> b -> c, a -> c says nothing more (unless it names outcomes). */
function reduce(edges: readonly Edge[]): readonly Edge[] {
  const parents = new Map<string, string[]>();
  for (const { from, to } of edges) parents.set(to, [...(parents.get(to) ?? []), from]);
  const known = new Map<string, ReadonlySet<string>>();
  return edges.filter(({ from, on, to }) => {
    if (on !== null) return true;
    return !(parents.get(to) ?? []).some(
      (other) => other !== from && ancestorsOf(other, parents, known).has(from),
    );
  });
}

type Ancestors = ReadonlyMap<string, readonly string[]>;

function ancestorsOf(
  id: string,
  parents: Ancestors,
  known: Map<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const found = known.get(id);
  if (found !== undefined) return found;
  const ancestors = new Set<string>();
  const open = [...(parents.get(id) ?? [])];
  while (open.length > 0) {
    const next = open.pop() as string;
    if (ancestors.has(next)) continue;
    ancestors.add(next);
    open.push(...(parents.get(next) ?? []));
  }
  known.set(id, ancestors);
  return ancestors;
}
