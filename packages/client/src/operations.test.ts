import { createClient, type Fetch, type TuttiClient } from "./index";
import { RealServer, stopServers } from "./testing/real-server";

afterEach(stopServers);

/** What is meant for others than a client: documents, scrapers, and systems that sign their requests. */
const NOT_OURS = new Set(["GET /openapi.json", "GET /metrics", "POST /api/v1/hooks/{}"]);

/** Calls that send what no other does. */
const CALLS: Readonly<Record<keyof TuttiClient, (client: TuttiClient) => unknown>> = {
  createWorkflow: (client) => client.createWorkflow({ name: "a" }),
  validateWorkflow: (client) => client.validateWorkflow({ name: "a" }),
  getWorkflow: (client) => client.getWorkflow("w1"),
  listWorkflows: (client) => client.listWorkflows(),
  eachWorkflow: (client) => client.eachWorkflow().next(),
  replaceWorkflow: (client) => client.replaceWorkflow("w1", { name: "a" }),
  updateWorkflow: (client) => client.updateWorkflow("w1", {}),
  deleteWorkflow: (client) => client.deleteWorkflow("w1"),
  startWorkflow: (client) => client.startWorkflow("w1"),
  executeWorkflow: (client) => client.executeWorkflow("w1"),
  waitForExecution: (client) => client.waitForExecution("e1"),
  getExecution: (client) => client.getExecution("e1"),
  listExecutions: (client) => client.listExecutions(),
  eachExecution: (client) => client.eachExecution().next(),
  cancelExecution: (client) => client.cancelExecution("e1"),
  pauseExecution: (client) => client.pauseExecution("e1"),
  resumeExecution: (client) => client.resumeExecution("e1"),
  retryExecution: (client) => client.retryExecution("e1"),
  rerunExecution: (client) => client.rerunExecution("e1"),
  signalExecution: (client) => client.signalExecution("e1", "go"),
  listExecutionEvents: (client) => client.listExecutionEvents("e1"),
  executionEvents: (client) => client.executionEvents("e1").next(),
  events: (client) => client.events().next(),
  listActions: (client) => client.listActions(),
  listServices: (client) => client.listServices(),
  getStatistics: (client) => client.getStatistics(),
  getHealth: (client) => client.getHealth(),
  getReadiness: (client) => client.getReadiness(),
};

test("there is a method for every operation of the server's document, and no other", async () => {
  const { url } = await RealServer.start();
  const answer = await fetch(`${url}/openapi.json`);
  const { paths } = (await answer.json()) as { readonly paths: Readonly<Record<string, object>> };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{[^}]*\}/g, "{}")}`),
  );
  const asked = new Set<string>();
  const note: Fetch = (to, { method = "" }) => {
    asked.add(
      `${method} ${new URL(to).pathname.replace(/\/(?:w1|e1)(?=\/|$)/, "/{}").replace(/\/go$/, "/{}")}`,
    );
    return Promise.reject(new Error("not sent"));
  };
  const client = createClient({ url, fetch: note, retry: { budgetMs: 0 } });
  await Promise.allSettled(Object.values(CALLS).map((call) => call(client)));
  expect(Object.keys(CALLS)).toEqual(Object.keys(client));
  expect([...asked].toSorted()).toEqual(operations.filter((one) => !NOT_OURS.has(one)).toSorted());
});

test("the server tells what is installed, how much there is, and how it is", async () => {
  const client = (await RealServer.start()).client();
  const actions = await client.listActions();
  expect(actions.find(({ type }) => type === "wait")).toMatchObject({ config: { type: "object" } });
  expect(await client.listServices()).toEqual([]);
  expect(await client.getStatistics({ sample: 10 })).toMatchObject({ sampled: 0, duration_ms: null });
  expect(await client.getHealth()).toEqual({ status: "ok" });
  expect(await client.getReadiness()).toEqual({ status: "ready" });
});
