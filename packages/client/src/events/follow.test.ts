import type { CloudEvent } from "../types/event";
import {
  breakOff,
  endServers,
  event,
  execution,
  fakeServer,
  json,
  message,
  problem,
  type Step,
  stream,
} from "../testing/fake-server";

afterEach(endServers);

async function all(events: AsyncIterable<CloudEvent>): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const one of events) found.push(one);
  return found;
}

const asked = (server: { seen: readonly { url: string; headers: object }[] }) =>
  server.seen
    .filter(({ url }) => url.includes("/events"))
    .map(({ headers }) => (headers as Record<string, unknown>)["last-event-id"]);

describe("the events of an execution", () => {
  it("end with its last one", async () => {
    const server = await fakeServer(
      stream(message(1) + message(2, "execution.completed"), "open"),
      json(execution("completed", 2)),
    );
    expect(await all(server.client().executionEvents("e1"))).toEqual([
      event(1),
      event(2, "execution.completed"),
    ]);
    expect(server.seen[0]?.headers.accept).toBe("text/event-stream");
  });

  it("go on where they were when the connection is lost or the server restarts", async () => {
    const server = await fakeServer(
      stream(message(1) + message(2), "break"),
      breakOff,
      problem(503, "STOPPING"),
      stream(message(3)),
      json(execution("running")),
      stream(message(4, "execution.failed")),
      json(execution("failed", 4)),
    );
    const events = await all(server.client().executionEvents("e1"));
    expect(events.map((one) => (one as CloudEvent).sequence)).toEqual([1, 2, 3, 4]);
    expect(asked(server)).toEqual([undefined, "2", "2", "2", "3"]);
  });

  it("go on behind an end that was not the last one, as the execution was retried", async () => {
    const server = await fakeServer(
      stream(message(1, "execution.failed") + message(2) + message(3, "execution.completed")),
      json(execution("completed", 3)),
    );
    expect(await all(server.client().executionEvents("e1"))).toHaveLength(3);
  });

  it("are over when the server has no more of an execution that has ended", async () => {
    const server = await fakeServer(stream(""), json(execution("completed", 2)));
    expect(await all(server.client().executionEvents("e1", { fromSequence: 9 }))).toEqual([]);
    expect(asked(server)).toEqual(["8"]);
  });

  it("are over when the server says that the client has all of them", async () => {
    const nothing: Step = (response) => void response.writeHead(204).end();
    const server = await fakeServer(stream(message(1), "break"), nothing, json(execution("completed", 1)));
    expect(await all(server.client().executionEvents("e1"))).toHaveLength(1);
    expect(asked(server)).toEqual([undefined, "1"]);
  });

  it("are looked for once more when the server ended the stream too early", async () => {
    const server = await fakeServer(
      stream(message(1)),
      json(execution("completed", 2)),
      stream(message(2, "execution.completed")),
      json(execution("completed", 2)),
    );
    expect(await all(server.client().executionEvents("e1"))).toHaveLength(2);
  });

  it.each([
    [problem(404, "UNKNOWN_EXECUTION"), "It is UNKNOWN_EXECUTION."],
    [json({ events: [] }), "The server answered with application/json; charset=utf-8, and not with events."],
    [stream("data: {\n\n", "open"), "The server sent an event that is no JSON."],
  ])("fail where repeating does not help: %#", async (step, text) => {
    const server = await fakeServer(step);
    await expect(all(server.client().executionEvents("e1"))).rejects.toThrow(text);
    expect(server.seen).toHaveLength(1);
  });

  it("fail when there is no connection for longer than the budget", async () => {
    const server = await fakeServer(breakOff);
    const retry = { budgetMs: 1000 };
    await expect(all(server.client({ retry }).executionEvents("e1"))).rejects.toThrow("can't be reached");
    expect(server.waits).toEqual([100, 200, 400]);
  });
});

describe("the events of the server", () => {
  it("are filtered, begin behind a place, and end when the loop is left", async () => {
    const server = await fakeServer(stream(message(8), "open"));
    const events = server
      .client()
      .events({ types: ["action.*", "execution.*"], workflowId: "w", afterPosition: 7 });
    for await (const one of events) {
      expect(one).toEqual(event(8));
      break;
    }
    expect(server.seen[0]).toMatchObject({
      url: "/api/v1/events?types=action.*&types=execution.*&workflow_id=w",
      headers: { "last-event-id": "7" },
    });
  });

  it("go on behind the place where the stream began when nothing has come yet", async () => {
    const server = await fakeServer(
      stream("retry: 1000\n\nid: 7\n\n", "break"),
      stream("id: 7\n\n"),
      stream(`id: 7\n\n${message(8)}`, "open"),
    );
    const events = server.client().events();
    expect((await events.next()).value).toEqual(event(8));
    await events.return();
    expect(asked(server)).toEqual([undefined, "7", "7"]);
  });

  it("end when the signal aborts", async () => {
    const controller = new AbortController();
    const server = await fakeServer((response, seen) => {
      stream(message(1), "open")(response, seen);
    });
    const events = server.client().events({ signal: controller.signal });
    expect((await events.next()).value).toEqual(event(1));
    const next = events.next();
    controller.abort(new Error("enough"));
    await expect(next).rejects.toThrow("enough");
  });
});

describe("waitForExecution", () => {
  it("answers an execution that has ended at once", async () => {
    const server = await fakeServer(json(execution("failed", 1)));
    expect(await server.client().waitForExecution("e1")).toMatchObject({ status: "failed" });
  });

  it("waits for the events to end", async () => {
    const server = await fakeServer(
      json(execution("running")),
      stream(message(1), "break"),
      stream(message(2, "execution.completed")),
      json(execution("completed", 2)),
    );
    expect(await server.client().waitForExecution("e1")).toMatchObject({ status: "completed" });
  });

  it("gives up in time, and not because of the caller's own signal", async () => {
    const server = await fakeServer(json(execution("running")), stream(message(1), "open"));
    const waiting = server.client().waitForExecution("e1", { timeoutMs: 30 });
    await expect(waiting).rejects.toMatchObject({ code: "WAIT_TIMEOUT", status: null });
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(server.client().waitForExecution("e1", { signal })).rejects.toThrow("enough");
  });
});

describe("executeWorkflow", () => {
  it("lets the server answer at the end", async () => {
    const server = await fakeServer(json(execution("completed", 2)));
    await server.client().executeWorkflow("w1", {}, { timeoutMs: 5000, correlationId: "c" });
    expect(server.seen[0]).toMatchObject({ method: "POST", url: "/api/v1/workflows/w1/executions?wait=5" });
    expect(JSON.parse(server.seen[0]?.body ?? "")).toMatchObject({ correlation_id: "c" });
  });

  it("waits for an execution that takes longer than the server does", async () => {
    const server = await fakeServer(json(execution("running"), 202), json(execution("completed", 2)));
    expect(await server.client().executeWorkflow("w1")).toMatchObject({ status: "completed" });
    expect(server.seen[0]?.url).toBe("/api/v1/workflows/w1/executions?wait=20");
  });

  it("tells in time that it takes longer", async () => {
    const server = await fakeServer(
      json(execution("running"), 202),
      json(execution("running")),
      stream("", "open"),
    );
    const executing = server.client().executeWorkflow("w1", {}, { timeoutMs: 30 });
    await expect(executing).rejects.toMatchObject({ code: "WAIT_TIMEOUT" });
  });
});
