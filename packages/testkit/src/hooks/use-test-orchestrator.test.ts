import {
  aWorkflow,
  anAction,
  complexWorkflowData,
  MockServiceMesh,
  sampleWorkflowData,
  useEventStream,
  useLeakCheck,
  useServiceMesh,
  useTestOrchestrator,
  useWorkflowService,
} from "../index";
import { openOrchestrators } from "../orchestrator/open-orchestrators";
import { notification, services } from "../testing/plugins";

describe("useWorkflowService", () => {
  useLeakCheck();
  const service = useWorkflowService({ plugins: [notification()] });
  const events = useEventStream(service);
  const ids = new Set<unknown>();

  it.each([1, 2])("gives each test a service of its own (%i)", async () => {
    expect((await service().listWorkflows()).workflows).toEqual([]);
    const { workflow } = await service().createWorkflow(sampleWorkflowData(), "test_user");
    const { success, execution } = await service().executeWorkflow(
      workflow?.workflow_id ?? "",
      { input_text: "Hi" },
      "u",
    );
    expect(success).toBe(true);
    expect((await events().correlated(execution?.correlation_id ?? "")).length).toBeGreaterThan(2);
    ids.add(service());
    expect(service.test().workflows).toBe(service());
  });

  it("made two of them, and stopped all before this one", () => {
    expect(ids.size).toBe(2);
    expect([...openOrchestrators()].filter(({ isManaged }) => isManaged)).toHaveLength(1);
  });

  it("lets time pass by itself", async () => {
    const wait = anAction("wait").ofType("wait").withConfig({ seconds: 3600 });
    const { workflow } = await service().createWorkflow(aWorkflow().withActions(wait).build(), "u");
    expect((await service().executeWorkflow(workflow?.workflow_id ?? "", {}, "u")).success).toBe(true);
  });
});

describe("useServiceMesh", () => {
  const mesh = useServiceMesh();
  const service = useWorkflowService({ plugins: [services()], services: mesh });

  it("is the mesh of a workflow service", async () => {
    mesh().service("source_agent").on("POST", "/fetch").fail(404);
    const { workflow } = await service().createWorkflow(complexWorkflowData(), "u");
    const { success } = await service().executeWorkflow(
      workflow?.workflow_id ?? "",
      { document_url: "x" },
      "u",
    );
    expect(success).toBe(false);
    expect(mesh().calls).toHaveLength(1);
    expect(service.test().mesh).toBe(mesh());
  });
});

describe("useTestOrchestrator", () => {
  const given = new MockServiceMesh();
  const test = useTestOrchestrator({ services: given });
  const events = useEventStream({ plugins: [notification()] });

  it("takes a mesh that is there", () => expect(test().mesh).toBe(given));
  it("an event stream may have an orchestrator of its own", async () => {
    expect((await events().publish({ type: "order.received" })).type).toBe("order.received");
  });
});

describe("without a test", () => {
  it("there is nothing to use, which is said", () => {
    const hooks = { beforeEach: () => undefined, afterEach: () => undefined };
    expect(() => useWorkflowService({ hooks })()).toThrow("There is no test orchestrator outside a test.");
    expect(() => useServiceMesh({ hooks })()).toThrow("There is no service mesh outside a test.");
  });

  it("what fails to begin is not ended", async () => {
    const made: (() => unknown)[] = [];
    const note = (hook: () => unknown): void => void made.push(hook);
    useTestOrchestrator({ hooks: { beforeEach: note, afterEach: note }, plugins: ["no plugin"] as never });
    await expect(Promise.resolve(made[0]?.())).rejects.toMatchObject({ code: "INVALID_PLUGIN" });
    await made[1]?.();
  });
});
