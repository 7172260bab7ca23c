import { createOrchestrator, type Orchestrator, type OrchestratorOptions } from "../../di";
import type { CloudEvent } from "../../events";
import { memory } from "../../memory";
import type { Logger, Storage } from "../../ports";
import type { Execution, ExecutionResult } from "../../service";
import { countingIds, scriptedRandom } from "./entropy";
import { Script } from "./script";
import { settle, turn, VirtualClock } from "./virtual-clock";

/** How many turns of the event loop a test waits for something before it gives up. */
const MOST_TURNS = 10_000;

/** One line that was logged. */
export interface LogLine {
  readonly level: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** Options of {@link testOrchestrator}: those of an orchestrator, and parts that outlive one. */
export interface TestOptions extends OrchestratorOptions {
  readonly virtual?: VirtualClock;
  readonly script?: Script;
}

/** An orchestrator with virtual time, counted ids and scripted actions. */
export interface TestOrchestrator {
  readonly orchestrator: Orchestrator;
  readonly workflows: Orchestrator["workflows"];
  readonly events: Orchestrator["events"];
  readonly clock: VirtualClock;
  readonly script: Script;
  readonly storage: Storage;
  readonly logs: LogLine[];
  /** Everything that happened so far, as subscribers saw it. */
  readonly seen: CloudEvent[];
  /** Creates a workflow; answers its id. */
  create(definition: object): Promise<string>;
  /** Creates a workflow and executes it to its end. */
  execute(
    definition: object,
    parameters?: object,
  ): Promise<ExecutionResult & { readonly execution: Execution }>;
  /** Creates a workflow and starts it; answers the execution's id. */
  start(definition: object, parameters?: object): Promise<string>;
  /** The execution as it stands. */
  get(executionId: string): Promise<Execution>;
  /** The execution, once it has ended. */
  ended(executionId: string): Promise<Execution>;
  /** The execution, once it has the status. */
  until(executionId: string, status: Execution["status"]): Promise<Execution>;
  /** The first event of a type and subject, once it was seen. */
  event(type: string, subject?: string): Promise<CloudEvent>;
  /** The types of an execution's events with their subjects: `action.completed a`. */
  history(executionId: string): Promise<string[]>;
}

/** A workflow of the given actions. */
export function workflow(actions: readonly object[], rest: object = {}): object {
  return { name: "test", actions, ...rest };
}

/** A scripted action. */
export function action(action_id: string, rest: object = {}): object {
  return { action_id, action_type: "scripted", ...rest };
}

/** A logger that notes what it is given. */
export function notingLogger(lines: LogLine[], bound: Readonly<Record<string, unknown>> = {}): Logger {
  const method = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) =>
    void lines.push({ level, fields: { ...bound, ...fields }, message });
  return {
    debug: method("debug"),
    info: method("info"),
    warn: method("warn"),
    error: method("error"),
    child: (fields) => notingLogger(lines, { ...bound, ...fields }),
  };
}

/** Makes an orchestrator for a test: in memory, with virtual time. It needs no stopping. */
export async function testOrchestrator(options: TestOptions = {}): Promise<TestOrchestrator> {
  const { virtual = new VirtualClock(), script = new Script(), plugins = [], ...rest } = options;
  const storage = options.storage ?? memory();
  const logs: LogLine[] = [];
  const orchestrator = await createOrchestrator({
    clock: virtual,
    timers: virtual,
    ids: countingIds(),
    random: scriptedRandom(0.5),
    logger: notingLogger(logs),
    ...rest,
    storage,
    plugins: [script.plugin(), ...plugins],
  });
  const seen: CloudEvent[] = [];
  orchestrator.events.subscribe({}, (event) => void seen.push(event));
  return { orchestrator, clock: virtual, script, storage, logs, seen, ...helpers(orchestrator, seen) };
}

function helpers(orchestrator: Orchestrator, seen: CloudEvent[]) {
  const { workflows, events } = orchestrator;
  const create = async (definition: object): Promise<string> => {
    const created = await workflows.createWorkflow(definition, "ada");
    if (!created.success) throw new Error(created.message);
    return created.workflow.workflow_id;
  };
  const some = (result: ExecutionResult): Execution => {
    if (result.execution === null) throw new Error(result.message);
    return result.execution;
  };
  const get = async (id: string): Promise<Execution> => some(await workflows.getExecution(id));
  const history = async (id: string): Promise<string[]> => {
    const { correlation_id } = await get(id);
    const all = await events.correlated(correlation_id);
    return all.filter((event) => event.executionid === id).map(describeEvent);
  };
  return {
    workflows,
    events,
    create,
    get,
    history,
    async execute(definition: object, parameters: object = {}) {
      const result = await workflows.executeWorkflow(await create(definition), parameters, "ada");
      await settle();
      return { ...result, execution: some(result) };
    },
    async start(definition: object, parameters: object = {}) {
      return some(await workflows.startWorkflow(await create(definition), parameters, "ada")).execution_id;
    },
    async ended(id: string) {
      const result = await workflows.waitForExecution(id);
      await settle();
      return some(result);
    },
    async until(id: string, status: Execution["status"]) {
      for (let turns = 0; turns < MOST_TURNS; turns++) {
        const execution = await get(id);
        if (execution.status === status) return execution;
        await turn();
      }
      throw new Error(`${id} did not become ${status}:\n${(await history(id)).join("\n")}`);
    },
    async event(type: string, subject?: string) {
      for (let turns = 0; turns < MOST_TURNS; turns++) {
        const found = seen.find(
          (one) => one.type === `tutti.${type}` && (subject ?? one.subject) === one.subject,
        );
        if (found !== undefined) return found;
        await turn();
      }
      throw new Error(`${type} did not happen:\n${seen.map(describeEvent).join("\n")}`);
    },
  };
}

function describeEvent({ type, subject, data }: CloudEvent): string {
  const { index } = data as { index?: number };
  const place = subject === undefined ? "" : ` ${subject}${index === undefined ? "" : `[${index}]`}`;
  return `${type.replace("tutti.", "")}${place}`;
}
