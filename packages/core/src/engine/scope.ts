import type { Reference, Scope } from "../expression";
import type { Json, JsonObject } from "../json/json";
import type { Plan } from "../plan";
import type { Clock, Random } from "../ports";
import type { ActionState, RunState, UnitAt } from "../run";
import type { Limits } from "./limits";

/** What a scope needs besides the execution. */
export interface ScopePorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: Limits;
}

/** What all scopes of an engine have in common. */
export type ScopeSources = Omit<Scope, "root" | "variables">;

/** Makes them, once. */
export function scopeSources({ clock, random, limits }: ScopePorts): ScopeSources {
  return {
    now: () => clock.now(),
    random: () => random.next(),
    monotonic: () => clock.monotonic(),
    limits: { timeMs: limits.expressionMs, depth: limits.expressionDepth, outputBytes: limits.outputBytes },
  };
}

/** A place in the execution whose expressions are evaluated. */
export interface ScopePlace {
  readonly references: readonly Reference[];
  readonly at?: UnitAt;
  readonly item?: Json;
  /** Values of the secrets that the references name. */
  readonly secrets?: JsonObject;
  /** A compensation sees what each item of its own action gave. */
  readonly isCompensation?: boolean;
}

/** What the expressions of one execution read: kept up to date as actions end, not rebuilt. */
export class ExecutionScope {
  private readonly root: Record<string, Json> = Object.create(null) as Record<string, Json>;

  constructor(
    private readonly plan: Plan,
    private readonly state: RunState,
    private readonly sources: ScopeSources,
  ) {}

  /** Reads everything anew: after a start, a recovery and a retry. */
  reset(parameters: JsonObject): void {
    Object.assign(this.root, parameters);
    for (const { position } of this.plan.actions) this.update(position);
  }

  /** Reads one action anew, when it has ended. An action without an output reads as null. */
  update(position: number): void {
    const action = this.state.actions[position];
    const id = this.plan.actions[position]?.id;
    if (id === undefined || action === undefined) return;
    this.root[id] = action.status === "completed" || action.status === "compensated" ? action.output : null;
  }

  /** The scope of one place. */
  at(place: ScopePlace): Scope {
    const root =
      place.isCompensation === true && place.at?.index !== undefined ? this.withItems(place.at) : this.root;
    return { root, variables: this.variables(place), ...this.sources };
  }

  /** Only the variables that are named: `$actions` of 10,000 actions is not made for nothing. */
  private variables(place: ScopePlace): Record<string, Json> {
    if (place.references.every(({ kind }) => kind === "root")) return NONE;
    const variables: Record<string, Json> = {};
    for (const { kind, name, path } of place.references) {
      if (kind === "root" || (name in variables && name !== "actions")) continue;
      if (name === "actions")
        variables[name] = { ...(variables[name] as JsonObject), ...this.actions(path[0]) };
      else variables[name] = this.variable(name, place);
    }
    return variables;
  }

  private variable(name: string, { at, item = null, secrets = {} }: ScopePlace): Json {
    switch (name) {
      case "item":
        return item;
      case "index":
        return at?.index ?? null;
      case "secrets":
        return secrets;
      case "error":
        return errorOf(this.state);
      case "workflow":
        return describeWorkflow(this.state);
      case "execution":
        return describeExecution(this.state);
      default:
        return null;
    }
  }

  private actions(id: string | undefined): JsonObject {
    const positions =
      id === undefined ? this.plan.actions.map((one) => one.position) : [this.plan.positions.get(id)];
    return Object.fromEntries(
      positions.flatMap((position) => {
        const action = position === undefined ? undefined : this.plan.actions[position];
        return action === undefined
          ? []
          : [[action.id, describeAction(this.state.actions[action.position] as ActionState)]];
      }),
    );
  }

  private withItems(at: UnitAt): Record<string, Json> {
    const id = this.plan.actions[at.action]?.id ?? "";
    const outputs = this.state.actions[at.action]?.items?.units.map((unit) => unit.output) ?? [];
    return { ...this.root, [id]: outputs };
  }
}

const NONE: Record<string, Json> = Object.freeze({});

function describeAction({ status, attempts, output, error }: ActionState): JsonObject {
  return { status, attempts, output, error: error as Json };
}

function errorOf({ ending }: RunState): Json {
  return (ending?.error as Json | undefined) ?? null;
}

function describeWorkflow({ workflow_id, workflow_name, workflow_revision }: RunState): JsonObject {
  return { workflow_id, name: workflow_name, revision: workflow_revision };
}

function describeExecution({ execution_id, correlation_id, created_by, created_at }: RunState): JsonObject {
  return { execution_id, correlation_id, created_by, created_at: new Date(created_at).toISOString() };
}
