import { randomUUID } from "node:crypto";
import type {
  ActionInterceptor,
  CloudEvent,
  Execution,
  Issue,
  OrchestratorOptions,
  Plugin,
} from "@tutti/core";
import { createTestClock } from "../clock";
import { scriptedRandom, testCipher } from "../entropy";
import { createTestOrchestrator, type TestOrchestrator } from "../orchestrator";
import type { Mismatch } from "./differences";
import { expectedStatus, mismatches } from "./expectations";
import { toFault } from "./faults";
import { type WholeCase, wholeCase } from "./merge";
import { mockedPlugin, mockInterceptor, scriptServices, withMockedTypes } from "./mocks";
import { CalledConfigs, outsideInterceptor, type Observed } from "./observed";
import type { Expectation } from "./schema/expectation";
import { settled, takeStep } from "./steps";
import type { PlacedCase } from "./test-file";

/** What the orchestrators of tests are made with. */
export interface CaseOptions extends Pick<OrchestratorOptions, "limits" | "register"> {
  /** The plugins of the workflow's actions. `service_call` meets the services of the file. */
  readonly plugins?: readonly Plugin[];
  /** Stand around every call of an executor that is not mocked, inside the faults. */
  readonly interceptors?: readonly ActionInterceptor[];
}

/** What came of a case, before its snapshot is looked at. */
export interface CaseRun {
  /** With paths from the file's beginning on. */
  readonly mismatches: readonly Mismatch[];
  /** The execution that was looked at last. */
  readonly execution: Execution | null;
  /** What happened in it. */
  readonly events: readonly CloudEvent[];
  /** What happened in each execution of the workflow. */
  readonly histories: readonly (readonly CloudEvent[])[];
}

/** Runs a case in an orchestrator of its own, with a time of its own. */
export class RunningCase {
  private readonly spec: WholeCase;
  private readonly configs = new CalledConfigs();
  private nextId: string | undefined;
  private workflowId = "";
  private startedId: string | undefined;
  private refusal: readonly Issue[] = [];

  /** Its time. */
  readonly clock = createTestClock();

  constructor(
    private readonly placed: PlacedCase,
    private readonly options: CaseOptions,
  ) {
    this.spec = wholeCase(placed.file.tests, placed.spec);
  }

  /** Runs a case. Rejects when the workflow is refused, or when something fails that is no expectation. */
  async run(): Promise<CaseRun> {
    const test = await this.makeOrchestrator();
    try {
      return await this.runIn(test);
    } finally {
      // What nobody scripted is told among the mismatches.
      await test.stop().catch((error: unknown) => {
        if (test.mesh.unexpected.length === 0) throw error;
      });
    }
  }

  private makeOrchestrator(): Promise<TestOrchestrator> {
    const { interceptors = [], plugins = [], ...rest } = this.options;
    const { actions, compensations, faults, secrets, triggered } = this.spec;
    const { clock } = this;
    return createTestOrchestrator({
      ...rest,
      plugins: [...plugins, mockedPlugin()],
      triggers: triggered,
      clock,
      ids: { uuid: () => this.takeId() },
      random: scriptedRandom(),
      cipher: testCipher("workflow tests"),
      secrets: { get: (name) => (Object.hasOwn(secrets, name) ? secrets[name] : undefined) },
      // The first is the outermost: faults strike mocked actions, too.
      faults: [
        ...faults.map(toFault),
        { interceptor: () => this.configs.interceptor },
        { interceptor: () => mockInterceptor({ actions, compensations }, clock) },
        ...interceptors.map((interceptor) => ({ interceptor: () => interceptor })),
        { interceptor: () => outsideInterceptor(clock.activity) },
      ],
    });
  }

  /** The next workflow gets the id that `run_workflow` names. */
  private takeId(): string {
    const id = this.nextId ?? randomUUID();
    this.nextId = undefined;
    return id;
  }

  private async runIn(test: TestOrchestrator): Promise<CaseRun> {
    scriptServices(test.mesh, this.spec.services);
    await this.createWorkflows(test);
    if (!this.spec.triggered) await this.start(test);
    const found = [...(await this.takeSteps(test)), ...(await this.checkEnd(test)), ...unscripted(test)];
    const { execution, events } = await this.observe(test);
    const at = `cases[${this.placed.index}]`;
    return {
      mismatches: found.map((one) => ({ ...one, path: `${at}.${one.path}` })),
      execution,
      events,
      histories: await this.histories(test),
    };
  }

  private async createWorkflows(test: TestOrchestrator): Promise<void> {
    const { children, workflow } = this.placed.file;
    for (const [id, definition] of children) {
      this.nextId = id;
      await this.create(test, definition);
    }
    const installed = new Set(test.orchestrator.actions.map(({ type }) => type));
    const mocked = withMockedTypes(workflow.definition, this.spec, (type) => installed.has(type));
    this.workflowId = await this.create(test, mocked);
  }

  private async create(test: TestOrchestrator, definition: object): Promise<string> {
    const created = await test.workflows.createWorkflow(definition, this.spec.user);
    if (!created.success) throw new Error(`The workflow was refused:\n${created.message}`);
    return created.workflow.workflow_id;
  }

  private async start(test: TestOrchestrator): Promise<void> {
    const { parameters, user } = this.spec;
    const started = await test.workflows.startWorkflow(this.workflowId, parameters, user);
    this.startedId = started.execution?.execution_id;
    if (started.execution === null) this.refusal = started.errors;
    await test.clock.activity.rest();
  }

  private async takeSteps(test: TestOrchestrator): Promise<Mismatch[]> {
    const found: Mismatch[] = [];
    const stage = {
      test,
      user: this.spec.user,
      currentId: () => this.currentId(test),
      check: async (expected: Expectation) => mismatches(expected, await this.observe(test)),
    };
    for (const [index, step] of this.spec.steps.entries()) {
      const missed = await takeStep(step, stage);
      found.push(...missed.map((one) => ({ ...one, path: `steps[${index}].${one.path}` })));
    }
    return found;
  }

  private async checkEnd(test: TestOrchestrator): Promise<Mismatch[]> {
    const { expect } = this.spec;
    const ids = await this.executionIds(test);
    if (ENDED.has(expectedStatus(expect))) for (const id of ids) await settled(test, id);
    // Where no execution is expected there is none whose status could be looked at.
    const isNone = expect.executions === 0 && ids.length === 0;
    const found = mismatches(isNone ? { ...expect, status: "refused" } : expect, await this.observe(test));
    return found.map((one) => ({ ...one, path: `expect.${one.path}` }));
  }

  private async observe(test: TestOrchestrator): Promise<Observed> {
    const ids = await this.executionIds(test);
    const id = await this.currentId(test);
    const execution = id === undefined ? null : (await test.workflows.getExecution(id)).execution;
    return {
      execution,
      refusal: this.refusal,
      events: execution === null ? [] : await historyOf(test, execution),
      calls: test.mesh.calls,
      configs: this.configs.byAction,
      executions: ids.length,
    };
  }

  /** The execution that was started, or the newest one that a trigger has started. */
  private async currentId(test: TestOrchestrator): Promise<string | undefined> {
    return this.startedId ?? (await this.executionIds(test))[0];
  }

  /** The executions of the workflow, newest first. */
  private async executionIds(test: TestOrchestrator): Promise<readonly string[]> {
    const { executions } = await test.workflows.listExecutions({ workflow_id: this.workflowId, limit: 1000 });
    return executions.map(({ execution_id }) => execution_id);
  }

  private async histories(test: TestOrchestrator): Promise<CloudEvent[][]> {
    const all: CloudEvent[][] = [];
    for (const id of await this.executionIds(test)) {
      const { execution } = await test.workflows.getExecution(id);
      if (execution !== null) all.push(await historyOf(test, execution));
    }
    return all;
  }
}

const ENDED = new Set(["completed", "failed", "cancelled"]);

async function historyOf(
  test: TestOrchestrator,
  { correlation_id, execution_id }: Execution,
): Promise<CloudEvent[]> {
  const events = await test.events.correlated(correlation_id);
  return events.filter(({ executionid, sequence }) => executionid === execution_id && sequence !== undefined);
}

function unscripted({ mesh }: TestOrchestrator): Mismatch[] {
  try {
    mesh.verify();
    return [];
  } catch (error) {
    return [{ path: "services", message: (error as Error).message }];
  }
}
