import type { Json, WorkflowInput } from "@tutti/core";

/** An action as an author writes it. */
export type ActionInput = NonNullable<WorkflowInput["actions"]>[number];

/** A parameter as an author writes it. */
export type ParameterInput = NonNullable<WorkflowInput["parameters"]>[number];

type MoreOfParameter = Partial<Omit<ParameterInput, "name" | "type">>;

const CONSTANT = { backoff_coefficient: 1, jitter: false };

/**
 * Begins an action. Its type is `scripted`, which does as a test tells it, until another one is given.
 *
 * @example
 * anAction("greet").ofType("notification").withConfig({ message: "Hi {{who}}" }).after("fetch").build();
 */
export function anAction(actionId: string): ActionBuilder {
  return new ActionBuilder({ action_id: actionId, action_type: "scripted" });
}

/**
 * Begins a workflow; without a name it is called "A workflow".
 *
 * @example
 * aWorkflow("Greeting").withParameter("who", "string").withActions(anAction("greet")).build();
 */
export function aWorkflow(name = "A workflow"): WorkflowBuilder {
  return new WorkflowBuilder({ name });
}

type Dependency = Exclude<NonNullable<ActionInput["depends_on"]>, readonly unknown[]>;

function dependenciesOf({ depends_on: written = [] }: ActionInput): readonly Dependency[] {
  return Array.isArray(written) ? (written as readonly Dependency[]) : [written as Dependency];
}

/** Builds an action. Every step gives a new builder, so that a common beginning can be shared. */
export class ActionBuilder {
  constructor(private readonly action: ActionInput) {}

  ofType(actionType: string): ActionBuilder {
    return this.with({ action_type: actionType });
  }

  /** Adds to the config. */
  withConfig(config: Readonly<Record<string, Json>>): ActionBuilder {
    return this.with({ config: { ...this.action.config, ...config } });
  }

  /** What has to end first, in addition to what was said before. */
  after(...actionIds: readonly string[]): ActionBuilder {
    return this.with({ depends_on: [...dependenciesOf(this.action), ...actionIds] });
  }

  /** Runs only when the expression gives true. */
  when(condition: string): ActionBuilder {
    return this.with({ condition });
  }

  /** So many attempts in all; the wait between them in ms, the same each time. Default 1000. */
  withAttempts(maxAttempts: number, intervalMs = 1000): ActionBuilder {
    const interval = { initial_interval_ms: intervalMs, max_interval_ms: intervalMs };
    const retry = { max_attempts: maxAttempts, ...interval, ...CONSTANT };
    return this.with({ retry });
  }

  /** Any other key of an action, such as `timeout_seconds`, `for_each` or `on_error`. */
  with(more: Partial<ActionInput>): ActionBuilder {
    return new ActionBuilder({ ...this.action, ...more });
  }

  build(): ActionInput {
    return structuredClone(this.action);
  }
}

/** Builds a workflow. Every step gives a new builder, so that a common beginning can be shared. */
export class WorkflowBuilder {
  constructor(private readonly workflow: WorkflowInput) {}

  /** Adds a parameter; `more` is its description, its default and so on. */
  withParameter(name: string, type: ParameterInput["type"], more: MoreOfParameter = {}): WorkflowBuilder {
    const { parameters = [] } = this.workflow;
    return this.with({ parameters: [...parameters, { name, type, ...more }] });
  }

  /** Adds actions, built or still being built. */
  withActions(...actions: readonly (ActionBuilder | ActionInput)[]): WorkflowBuilder {
    const built = actions.map((action) => (action instanceof ActionBuilder ? action.build() : action));
    return this.with({ actions: [...(this.workflow.actions ?? []), ...built] });
  }

  /** Adds an output: a template over parameters and actions. */
  withOutput(name: string, template: Json): WorkflowBuilder {
    return this.with({ outputs: { ...this.workflow.outputs, [name]: template } });
  }

  /** Any other key of a definition, such as `tags`, `timeout_seconds` or `on_failure`. */
  with(more: Partial<WorkflowInput>): WorkflowBuilder {
    return new WorkflowBuilder({ ...this.workflow, ...more });
  }

  build(): WorkflowInput {
    return structuredClone(this.workflow);
  }
}
