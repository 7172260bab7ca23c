import {
  type CloudEvent,
  createOrchestrator,
  type Execution,
  type ExecutionResult,
  type Orchestrator,
  type OrchestratorOptions,
} from "@tutti/core";
import type { Storage } from "@tutti/core/runtime";
import type { VirtualClock } from "../../clock";
import { scriptedRandom } from "../../entropy";
import { type LogLine, notingLogger } from "../../log/noting-logger";
import { Script } from "../../script";

/** Options of a {@link Bench}: those of an orchestrator, and a script that may outlive one. */
export interface BenchOptions extends OrchestratorOptions {
  readonly script?: Script;
  /** Without the script's action types. */
  readonly isBare?: boolean;
}

/** What a {@link Bench} shares with the others of its case. */
export interface BenchParts extends Required<Pick<OrchestratorOptions, "ids" | "storage">> {
  readonly clock: VirtualClock;
}

/** An orchestrator with virtual time, counted ids and scripted actions, and what a case asks of it. */
export interface Bench extends Helpers {
  readonly orchestrator: Orchestrator;
  readonly workflows: Orchestrator["workflows"];
  readonly events: Orchestrator["events"];
  readonly clock: VirtualClock;
  readonly script: Script;
  readonly storage: Storage;
  readonly logs: LogLine[];
  /** Everything that happened so far, as subscribers saw it. */
  readonly seen: CloudEvent[];
}

// Properties rather than methods: scenarios take them out of the object.
interface Helpers {
  /** Creates a workflow; answers its id. */
  readonly create: (definition: object) => Promise<string>;
  /** Creates a workflow and executes it to its end. */
  readonly execute: (
    definition: object,
    parameters?: object,
  ) => Promise<ExecutionResult & { readonly execution: Execution }>;
  /** Creates a workflow and starts it; answers the execution's id once everything is at rest. */
  readonly start: (definition: object, parameters?: object) => Promise<string>;
  /** The execution as it stands. */
  readonly get: (executionId: string) => Promise<Execution>;
  /** The statuses of executions as they stand, once everything is at rest. */
  readonly statuses: (executionIds: readonly string[]) => Promise<Execution["status"][]>;
  /** The execution, once it has ended. */
  readonly ended: (executionId: string) => Promise<Execution>;
  /** The execution, once it has the status. */
  readonly until: (executionId: string, status: Execution["status"]) => Promise<Execution>;
  /** The types of an execution's stored events with their subjects: `action.completed a`. */
  readonly history: (executionId: string) => Promise<string[]>;
}

/** Makes an orchestrator for a case. */
export async function makeBench(
  { clock, ids, storage }: BenchParts,
  { script = new Script(), isBare = false, ...options }: BenchOptions,
): Promise<Bench> {
  script.activity = clock.activity;
  const logs: LogLine[] = [];
  const orchestrator = await createOrchestrator({
    clock,
    timers: clock,
    ids,
    random: scriptedRandom(0.5),
    logger: notingLogger(logs),
    ...options,
    storage,
    plugins: [...(isBare ? [] : [script.plugin()]), ...(options.plugins ?? [])],
  });
  const { workflows, events } = orchestrator;
  const seen: CloudEvent[] = [];
  events.subscribe({}, (event) => void seen.push(event));
  const helpers = { ...startHelpers(orchestrator, clock), ...lookHelpers(orchestrator, clock) };
  return { orchestrator, workflows, events, clock, script, storage, logs, seen, ...helpers };
}

type StartHelpers = Pick<Helpers, "create" | "execute" | "start">;

function startHelpers({ workflows }: Orchestrator, { activity }: VirtualClock): StartHelpers {
  const create = async (definition: object): Promise<string> => {
    const created = await workflows.createWorkflow(definition, "ada");
    if (!created.success) throw new Error(created.message);
    return created.workflow.workflow_id;
  };
  return {
    create,
    async execute(definition, parameters = {}) {
      const executing = workflows.executeWorkflow(await create(definition), parameters, "ada");
      const result = await activity.settled(executing, () => "The execution did not end.");
      await activity.rest();
      return { ...result, execution: executionOf(result) };
    },
    async start(definition, parameters = {}) {
      const started = await workflows.startWorkflow(await create(definition), parameters, "ada");
      await activity.rest();
      return executionOf(started).execution_id;
    },
  };
}

function lookHelpers(
  { workflows, events }: Orchestrator,
  { activity }: VirtualClock,
): Omit<Helpers, keyof StartHelpers> {
  const get = async (id: string): Promise<Execution> => executionOf(await workflows.getExecution(id));
  const history = async (id: string): Promise<string[]> => {
    const { correlation_id } = await get(id);
    const all = await events.correlated(correlation_id);
    return all.filter((event) => event.executionid === id).map(describeEvent);
  };
  const missing = (id: string, what: string) => async () =>
    `${id} did not ${what}:\n${(await history(id)).join("\n")}`;
  return {
    get,
    history,
    async statuses(ids) {
      await activity.rest();
      return Promise.all(ids.map(async (id) => (await get(id)).status));
    },
    async ended(id) {
      const result = await activity.settled(workflows.waitForExecution(id), missing(id, "end"));
      await activity.rest();
      return executionOf(result);
    },
    until: (id, status) =>
      activity.until(
        async () => {
          const execution = await get(id);
          return execution.status === status ? execution : undefined;
        },
        missing(id, `become ${status}`),
      ),
  };
}

/** The execution of an answer that has one. */
export function executionOf(result: ExecutionResult): Execution {
  if (result.execution === null) throw new Error(result.message);
  return result.execution;
}

function describeEvent({ type, subject, data }: CloudEvent): string {
  const { index } = data as { index?: number };
  const place = subject === undefined ? "" : ` ${subject}${index === undefined ? "" : `[${index}]`}`;
  return `${type.replace("tutti.", "")}${place}`;
}
