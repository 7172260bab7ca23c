import type { Execution, ExecutionResult, OrchestratorOptions, StartOptions } from "@tutti/core";
import { VirtualClock } from "../clock";
import { debuggable } from "../debug/debug";
import type { FaultTools } from "../faults/fault";
import { type LogLine, notingLogger } from "../log/noting-logger";
import { MockServiceMesh } from "../mesh";
import { realTime as systemTime } from "../mesh/mesh-clock";
import { Script } from "../script";
import { eventTimeline } from "../timeline/timeline";
import { Lives } from "./lives";
import { openOrchestrators } from "./open-orchestrators";
import type { TestOrchestrator, TestOrchestratorOptions } from "./options";
import { testStore } from "./store";
import { SeenEvents, SurvivingEvents, survivingWorkflows } from "./surviving";

/**
 * Makes an orchestrator for a test: virtual time, mocked services behind the mesh's token, scripted actions,
 * everything in memory, and the real plugins that are given. Stop it, or write `await using`; the `use…`
 * helpers stop theirs by themselves.
 *
 * @throws {TuttiError} as `createOrchestrator`
 * @throws {TestkitError} `NO_SQLITE`
 * @example
 * await using test = await createTestOrchestrator({ plugins: [serviceCall()] });
 * test.mesh.service("analysis_service").on("POST", "/analyze").reply({ quality_score: 85 });
 * const { execution } = await test.execute(definition, { document_url: "a.pdf" });
 */
export async function createTestOrchestrator(
  options: TestOrchestratorOptions = {},
): Promise<TestOrchestrator> {
  return makeTestOrchestrator(options, { isManaged: false, where: placeOf(new Error("here")) });
}

/** Who has to stop it, and where it was made. */
export interface Origin {
  readonly isManaged: boolean;
  readonly where: string;
}

/** As {@link createTestOrchestrator}, for one whose place is known already. */
export async function makeTestOrchestrator(
  options: TestOrchestratorOptions,
  origin: Origin,
): Promise<TestOrchestrator> {
  const parts = new Parts(options);
  await parts.lives.living();
  const test = toTestOrchestrator(parts);
  const open = { ...origin, stop: test.stop, eventsOf: test.eventsOf };
  openOrchestrators().add(open);
  parts.onStop = () => void openOrchestrators().delete(open);
  return test;
}

/** The line of a stack in which the test calls the testkit. */
export function placeOf({ stack = "" }: Error): string {
  const lines = stack.split("\n").slice(1);
  const outside = lines.find((line) => !line.includes("createTestOrchestrator") && line.includes(":"));
  return outside?.trim().replace(/^at /, "") ?? "an unknown place";
}

/** Everything a test orchestrator is made of. */
class Parts {
  readonly clock: VirtualClock;
  readonly mesh: MockServiceMesh;
  readonly script: Script;
  readonly logs: LogLine[] = [];
  readonly seen = new SeenEvents();
  readonly store;
  readonly lives: Lives;
  readonly events: SurvivingEvents;
  onStop: () => void = () => undefined;
  private stopping: Promise<void> | undefined;

  constructor(readonly options: TestOrchestratorOptions) {
    const { clock = new VirtualClock(), services, script = new Script() } = options;
    this.clock = clock;
    this.script = script;
    script.activity = clock.activity;
    this.mesh = services ?? new MockServiceMesh();
    if (options.realTime !== true) this.mesh.clock = clock;
    this.store = testStore(options.durable ?? false, options.storage);
    this.lives = this.makeLives();
    this.events = new SurvivingEvents(this.lives);
  }

  stop(): Promise<void> {
    this.stopping ??= this.stopAll();
    return this.stopping;
  }

  private async stopAll(): Promise<void> {
    this.onStop();
    try {
      await this.lives.stop();
    } finally {
      if (this.options.services === undefined) await this.mesh.close();
      this.store.dispose();
    }
    this.mesh.verify();
  }

  private makeLives(): Lives {
    const { faults = [], realTime = false } = this.options;
    const clock = realTime ? systemTime : this.clock;
    const tools: FaultTools = { clock, crash: () => this.lives.crash() };
    return new Lives({
      store: this.store,
      activity: this.clock.activity,
      withFaults: (storage) =>
        faults.reduce((inner, fault) => fault.storage?.(inner, tools) ?? inner, storage),
      options: this.orchestratorOptions(tools),
      onStart: (orchestrator) => {
        this.seen.listenTo(orchestrator);
        this.events.begin(orchestrator);
      },
    });
  }

  private orchestratorOptions(tools: FaultTools): OrchestratorOptions {
    const { options, clock, mesh, script } = this;
    const { faults = [], interceptors = [], plugins = [], register, realTime = false } = options;
    const faulty = faults.flatMap(({ interceptor }) =>
      interceptor === undefined ? [] : [interceptor(tools)],
    );
    return {
      logger: debuggable(notingLogger(this.logs)),
      ...(realTime ? {} : { clock, timers: clock }),
      ...coreOptions(options),
      plugins: [script.plugin(), ...plugins],
      interceptors: [...interceptors, ...faulty],
      register: (container) => {
        mesh.register(container);
        register?.(container);
      },
    };
  }
}

const OWN = new Set(["services", "clock", "durable", "faults", "script", "autoAdvance", "realTime"]);

/** What the orchestrator itself takes. */
function coreOptions(options: TestOrchestratorOptions): OrchestratorOptions {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !OWN.has(name)));
}

function toTestOrchestrator(parts: Parts): TestOrchestrator {
  const { clock, lives, mesh, script, logs, seen } = parts;
  const surviving = survivingWorkflows(lives);
  const missing = (id: string) => () => `Execution ${id} does not end:\n${eventTimeline(seen.of(id))}\n`;
  const finish = (id: string): Promise<ExecutionResult> => {
    const ended = surviving.waitForExecution(id);
    return parts.options.realTime === true ? ended : clock.until(ended, missing(id));
  };
  const begin = async (...given: Beginning): Promise<Execution> => started(surviving, given);
  const stop = (): Promise<void> => parts.stop();
  return {
    get orchestrator() {
      return lives.latest.orchestrator;
    },
    workflows: parts.options.autoAdvance === true ? advancing(surviving, clock) : surviving,
    events: parts.events.stream,
    mesh,
    clock,
    script,
    logs,
    finish,
    execute: async (...given) => finish((await begin(...given)).execution_id),
    async start(...given) {
      const { execution_id: id } = await begin(...given);
      await clock.activity.rest();
      return (await surviving.getExecution(id)).execution as Execution;
    },
    eventsOf: (id) => seen.of(id),
    restart: () => lives.restart(),
    async crash() {
      lives.crash();
      await lives.living();
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

type Beginning = [definition: object, parameters?: object, options?: StartOptions];
type Workflows = TestOrchestrator["workflows"];

async function started(
  workflows: Workflows,
  [definition, parameters = {}, options = {}]: Beginning,
): Promise<Execution> {
  const created = await workflows.createWorkflow(definition, "test_user");
  if (!created.success) throw new Error(`The workflow was refused:\n${created.message}`);
  const { workflow_id } = created.workflow;
  const { execution, message } = await workflows.startWorkflow(workflow_id, parameters, "test_user", options);
  if (execution === null) throw new Error(`The execution was refused:\n${message}`);
  return execution;
}

/** The same use cases, where waiting lets time pass. */
function advancing(workflows: Workflows, clock: VirtualClock): Workflows {
  return new Proxy(workflows, {
    get(target, key) {
      const found = Reflect.get(target, key) as unknown;
      if (key !== "executeWorkflow" && key !== "waitForExecution") return found;
      return (...given: readonly unknown[]) =>
        clock.until((found as (...all: readonly unknown[]) => Promise<unknown>)(...given));
    },
  });
}
