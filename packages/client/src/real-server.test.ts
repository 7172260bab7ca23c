import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { memory } from "@tutti/core";
import { sqlite } from "@tutti/sqlite";
import type { ClientOptions, CloudEvent } from "./index";
import { GREETING, RealServer, stopServers } from "./testing/real-server";

jest.setTimeout(30_000);
afterEach(stopServers);

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of items) found.push(one);
  return found;
}

/** Something that is waited for until it is opened. */
function gate() {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { open: () => open(), passed };
}

const typesOf = (events: readonly CloudEvent[]) => events.map(({ type }) => type.replace("tutti.", ""));

describe("workflows", () => {
  it("are created, read, changed, listed and deleted", async () => {
    const client = (await RealServer.start()).client();
    const created = await client.createWorkflow(GREETING);
    expect(created).toMatchObject({ name: "Greeting", revision: 1, created_by: "ada", status: "active" });
    const { workflow_id: id } = created;
    expect(await client.getWorkflow(id)).toEqual(created);
    const renamed = await client.replaceWorkflow(id, { ...GREETING, name: "Hi" }, { expectedRevision: 1 });
    expect(renamed).toMatchObject({ name: "Hi", revision: 2 });
    await expect(client.updateWorkflow(id, { tags: [] }, { expectedRevision: 1 })).rejects.toMatchObject({
      code: "REVISION_CONFLICT",
      status: 412,
    });
    expect(await client.updateWorkflow(id, { status: "inactive" })).toMatchObject({ revision: 3 });
    expect(await client.getWorkflow(id, { revision: 1 })).toMatchObject({ name: "Greeting" });
    await client.deleteWorkflow(id);
    await expect(client.getWorkflow(id)).rejects.toMatchObject({ code: "UNKNOWN_WORKFLOW", status: 404 });
  });

  it("are refused with all that is wrong, or only looked at", async () => {
    const client = (await RealServer.start()).client();
    const wrong = { name: "Wrong", actions: [{ action_id: "a", action_type: "nope" }] };
    const codes = [expect.objectContaining({ code: "UNKNOWN_ACTION_TYPE", path: "actions[0].action_type" })];
    await expect(client.createWorkflow(wrong)).rejects.toMatchObject({ status: 422, errors: codes });
    expect(await client.validateWorkflow(wrong)).toEqual({ valid: false, errors: codes, plan: null });
    expect(await client.validateWorkflow(GREETING)).toMatchObject({ valid: true, errors: [] });
    expect((await client.listWorkflows()).workflows).toEqual([]);
  });

  it("come page by page", async () => {
    const client = (await RealServer.start()).client();
    for (const name of ["a", "b", "c"]) await client.createWorkflow({ ...GREETING, name });
    expect((await client.listWorkflows({ limit: 2 })).next_cursor).not.toBeNull();
    const names = (await all(client.eachWorkflow({ limit: 2, tag: "test" }))).map(({ name }) => name);
    expect(names).toEqual(["c", "b", "a"]);
  });
});

describe("executions", () => {
  it("are executed", async () => {
    const client = (await RealServer.start()).client();
    const { workflow_id } = await client.createWorkflow(GREETING);
    const execution = await client.executeWorkflow(workflow_id, { who: "Ada" });
    expect(execution).toMatchObject({
      status: "completed",
      result: { text: "Hello Ada" },
      created_by: "ada",
    });
    const wrong = client.executeWorkflow(workflow_id, { who: 5 });
    await expect(wrong).rejects.toMatchObject({ status: 422, errors: [{ path: "parameters.who" }] });
  });

  it("are started once for a key, steered, and listed", async () => {
    const client = (await RealServer.start()).client();
    const { workflow_id } = await client.createWorkflow(GREETING);
    const parameters = { who: "Ada", patient: true };
    const options = { idempotencyKey: "k1", correlationId: "c1" };
    const { execution_id: id } = await client.startWorkflow(workflow_id, parameters, options);
    expect((await client.startWorkflow(workflow_id, parameters, options)).execution_id).toBe(id);
    await client.pauseExecution(id);
    await client.resumeExecution(id);
    await client.signalExecution(id, "go", { by: "Eve" });
    expect(await client.waitForExecution(id)).toMatchObject({ status: "completed", correlation_id: "c1" });
    await expect(client.cancelExecution(id)).rejects.toMatchObject({ status: 409 });
    const { execution_id: again } = await client.rerunExecution(id);
    await client.cancelExecution(again, { reason: "enough" });
    expect(await client.waitForExecution(again)).toMatchObject({ status: "cancelled", rerun_of: id });
    await client.retryExecution(again);
    await client.signalExecution(again, "go");
    expect(await client.waitForExecution(again)).toMatchObject({ status: "completed" });
    const ids = (await all(client.eachExecution({ limit: 1 }))).map(({ execution_id }) => execution_id);
    expect(ids).toEqual([again, id]);
    const { executions } = await client.listExecutions({
      status: ["completed", "failed"],
      correlation_id: "c1",
    });
    expect(executions.map(({ execution_id }) => execution_id)).toEqual([id]);
  });
});

describe("events", () => {
  it("come until the execution has ended, from any place on", async () => {
    const client = (await RealServer.start()).client();
    const { workflow_id } = await client.createWorkflow(GREETING);
    const { execution_id: id } = await client.startWorkflow(workflow_id, { who: "Ada", patient: true });
    const following = all(client.executionEvents(id));
    await client.signalExecution(id, "go");
    const events = await following;
    expect(typesOf(events).at(0)).toBe("execution.created");
    expect(typesOf(events).at(-1)).toBe("execution.completed");
    expect(events).toEqual(await client.listExecutionEvents(id));
    expect(await all(client.executionEvents(id, { fromSequence: 3 }))).toEqual(events.slice(2));
    expect(await all(client.executionEvents(id, { fromSequence: events.length + 1 }))).toEqual([]);
  });

  it("of the server come from a place on, as far as they fit the filter", async () => {
    const client = (await RealServer.start()).client();
    const { workflow_id } = await client.createWorkflow(GREETING);
    await client.executeWorkflow(workflow_id, { who: "Ada" });
    const ends = client.events({ types: ["execution.completed"], afterPosition: 0 });
    expect((await ends.next()).value).toMatchObject({ type: "tutti.execution.completed" });
    const next = ends.next();
    const second = await client.executeWorkflow(workflow_id, { who: "Eve" });
    expect((await next).value).toMatchObject({ executionid: second.execution_id });
    await ends.return();
  });
});

describe("a server that is started again", () => {
  it("gives who followed all events, and had none yet, what happened before it came back", async () => {
    const store = memory();
    const real = await RealServer.start(() => store);
    const [opened, happened] = [gate(), gate()];
    let connections = 0;
    const fetchLate: ClientOptions["fetch"] = async (...request) => {
      connections += 1;
      if (connections > 1) await happened.passed;
      const response = await fetch(...request);
      opened.open();
      return response;
    };
    const retry = { initialIntervalMs: 10, maxIntervalMs: 50 };
    const next = real
      .client({ fetch: fetchLate, retry })
      .events({ types: ["execution.created"] })
      .next();
    await opened.passed;
    await real.stop();
    await real.start();
    const client = real.client();
    const { workflow_id } = await client.createWorkflow(GREETING);
    const { execution_id } = await client.startWorkflow(workflow_id, { who: "Ada" });
    happened.open();
    expect((await next).value).toMatchObject({ executionid: execution_id });
  });

  it("is waited for, and its events have no gap and no repetition", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "tutti-client-"));
    try {
      const real = await RealServer.start(() => sqlite({ path: path.join(folder, "tutti.db") }));
      const client = real.client({ retry: { initialIntervalMs: 10, maxIntervalMs: 50 } });
      const { workflow_id } = await client.createWorkflow(GREETING);
      const { execution_id: id } = await client.startWorkflow(workflow_id, { who: "Ada", patient: true });
      const events = client.executionEvents(id);
      const first = (await events.next()).value as CloudEvent;
      const waiting = client.waitForExecution(id);
      await real.stop();
      const rest = all(events);
      await real.start();
      await client.signalExecution(id, "go");
      expect(await waiting).toMatchObject({ status: "completed" });
      expect([first, ...(await rest)]).toEqual(await client.listExecutionEvents(id));
      await real.stop();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
