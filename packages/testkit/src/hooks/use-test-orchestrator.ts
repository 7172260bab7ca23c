import type { EventStream, WorkflowManagementService } from "@tutti/core";
import { TestkitError } from "../errors";
import { MockServiceMesh } from "../mesh";
import { makeTestOrchestrator, type Origin, placeOf } from "../orchestrator/create-test-orchestrator";
import type { TestOrchestrator, TestOrchestratorOptions } from "../orchestrator";
import { type RunnerHooks, runnerHooks } from "./runner-hooks";

/** Gives what a hook has made for the test that runs. Throws `NOT_READY` outside a test. */
export type Use<T> = () => T;

/** Options of the `use…` helpers: those of a test orchestrator, made anew for each test. */
export interface UseOptions extends Omit<TestOrchestratorOptions, "services"> {
  /** The mesh of the test, or what {@link useServiceMesh} gave. Default: a new one for each test. */
  readonly services?: MockServiceMesh | Use<MockServiceMesh>;
  /** The runner's hooks, where it has no global ones. */
  readonly hooks?: RunnerHooks;
}

/** A service for each test, with the orchestrator that it belongs to. */
export interface UsedWorkflowService extends Use<WorkflowManagementService> {
  /** The whole test orchestrator: its mesh, clock, script and `execute`. */
  readonly test: Use<TestOrchestrator>;
}

/**
 * A test orchestrator for each test, stopped after it.
 *
 * @throws {TestkitError} `NO_TEST_HOOKS`
 * @example
 * const test = useTestOrchestrator({ plugins: [serviceCall()] });
 * it("calls the service", async () => {
 *   test().mesh.service("billing").on("POST", "/invoices").reply({ id: 1 });
 *   await test().execute(definition);
 * });
 */
export function useTestOrchestrator(options: UseOptions = {}): Use<TestOrchestrator> {
  const { services, hooks = runnerHooks(), ...rest } = options;
  const origin: Origin = { isManaged: true, where: placeOf(new Error("here")) };
  return useEach(hooks, {
    what: "test orchestrator",
    make: () => {
      const mesh = typeof services === "function" ? services() : services;
      return makeTestOrchestrator({ ...rest, ...(mesh === undefined ? {} : { services: mesh }) }, origin);
    },
    end: (test) => test.stop(),
  });
}

/**
 * The guide's `workflow_service`: a service for each test, empty and on its own, stopped after it. So it is
 * also the guide's `initialized_workflow_service` and `clean_workflow_service`.
 *
 * @example
 * const service = useWorkflowService({ plugins: [notification()] });
 * it("creates", async () => { await service().createWorkflow(sampleWorkflowData(), "test_user"); });
 */
export function useWorkflowService(options: UseOptions = {}): UsedWorkflowService {
  const test = useTestOrchestrator({ autoAdvance: true, ...options });
  return Object.assign(() => test().workflows, { test });
}

/**
 * The guide's `event_stream`: the stream of a workflow service's orchestrator, or of one of its own.
 *
 * @example
 * const service = useWorkflowService();
 * const events = useEventStream(service);
 */
export function useEventStream(of: UsedWorkflowService | UseOptions = {}): Use<EventStream> {
  const test = "test" in of ? of.test : useTestOrchestrator(of);
  return () => test().events;
}

/**
 * The guide's `service_mesh`: a mock mesh for each test; a call that nobody scripted fails the test.
 *
 * @example
 * const mesh = useServiceMesh();
 * const service = useWorkflowService({ plugins: [serviceCall()], services: mesh });
 */
export function useServiceMesh({
  hooks = runnerHooks(),
}: Pick<UseOptions, "hooks"> = {}): Use<MockServiceMesh> {
  return useEach(hooks, {
    what: "service mesh",
    make: () => new MockServiceMesh(),
    end: async (mesh) => {
      await mesh.close();
      mesh.verify();
    },
  });
}

interface EachTest<T> {
  readonly what: string;
  readonly make: () => T | Promise<T>;
  readonly end: (made: T) => Promise<void>;
}

function useEach<T>(hooks: RunnerHooks, { what, make, end }: EachTest<T>): Use<T> {
  let current: { readonly made: T } | undefined;
  hooks.beforeEach(async () => {
    current = { made: await make() };
  });
  hooks.afterEach(async () => {
    const ending = current;
    current = undefined;
    if (ending !== undefined) await end(ending.made);
  });
  return () => {
    if (current === undefined) throw new TestkitError("NOT_READY", `There is no ${what} outside a test.`);
    return current.made;
  };
}
