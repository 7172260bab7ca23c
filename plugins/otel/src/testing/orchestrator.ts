import { createOrchestrator, type Orchestrator, type OrchestratorOptions } from "@tutti/core";
import { countingIds, createTestClock, Script, type VirtualClock } from "@tutti/testkit";
import { otel } from "../plugin";

type Workflows = Orchestrator["workflows"];

/** An orchestrator with the plugin, virtual time and scripted actions. */
export interface Traced {
  readonly orchestrator: Orchestrator;
  readonly workflows: Workflows;
  readonly clock: VirtualClock;
  readonly script: Script;
  /** Creates a workflow of the actions; answers its id. */
  create(name: string, actions: readonly object[]): Promise<string>;
}

/** What a test may choose. */
export interface TracedOptions extends OrchestratorOptions {
  readonly otel?: Parameters<typeof otel>[0];
  readonly time?: VirtualClock;
}

/** Makes an orchestrator for a test. */
export async function traced(options: TracedOptions = {}): Promise<Traced> {
  const { otel: given, plugins = [], time: clock = createTestClock(), ...rest } = options;
  const script = new Script();
  const orchestrator = await createOrchestrator({
    clock,
    timers: clock,
    ids: countingIds(),
    ...rest,
    plugins: [script.plugin(), ...plugins, otel(given)],
  });
  const { workflows } = orchestrator;
  const create = async (name: string, actions: readonly object[]): Promise<string> => {
    const created = await workflows.createWorkflow({ name, actions }, "ada");
    if (!created.success) throw new Error(created.message);
    return created.workflow.workflow_id;
  };
  return { orchestrator, workflows, clock, script, create };
}

/** A scripted action. */
export function action(action_id: string, rest: object = {}): object {
  return { action_id, action_type: "scripted", ...rest };
}
