import { hello, waiting } from "./testing/actions";
import { ManualTimer } from "./testing/manual-timer";
import { RawConnection } from "./testing/raw-connection";
import { serve, stopAll } from "./testing/serve";

const open: RawConnection[] = [];
afterEach(async () => {
  for (const { socket } of open.splice(0)) socket.destroy();
  await stopAll();
});

/** The deadline of the stop comes only when the test says so: what waits for it would hang. */
async function served() {
  const deadline = new ManualTimer();
  const all = await serve({ timer: deadline.timer });
  const connect = async (): Promise<RawConnection> => {
    const connection = await RawConnection.open(all.place);
    open.push(connection);
    return connection;
  };
  /** Sends what of a request is to be with the server before it stops: all of it is read with the answer to another. */
  const begin = async (...lines: readonly string[]): Promise<RawConnection> => {
    const connection = await connect();
    connection.send("GET /healthz HTTP/1.1", "host: localhost", "", lines.join("\r\n"));
    const first = /^[\s\S]*"status":"ok"\}/;
    await connection.until(first);
    connection.text = connection.text.replace(first, "");
    return connection;
  };
  return { ...all, deadline, connect, begin };
}

const upload = (path: string, body: string) => [
  `POST ${path} HTTP/1.1`,
  "host: localhost",
  "content-type: application/json",
  `content-length: ${body.length}`,
  "",
];

function bodyOf({ text }: RawConnection): Record<string, unknown> {
  return JSON.parse(text.slice(text.indexOf("{"))) as Record<string, unknown>;
}

describe("while the server stops", () => {
  it("a request that waits gets 202, and its execution is kept", async () => {
    const { begin, create, orchestrator, server } = await served();
    const path = `/api/v1/workflows/${await create(waiting)}/executions?wait=60`;
    const events = orchestrator.events.stream({ types: ["execution.created"] });
    const created = events.next();
    const connection = await begin(...upload(path, "{}"), "{}");
    await created;
    await events.return();
    await server.stop();
    expect(await connection.closed).toBe(true);
    expect(connection.text).toMatch(/^HTTP\/1\.1 202 [\s\S]*\r\nconnection: close\r\n/i);
    const { execution_id } = bodyOf(connection);
    expect((await orchestrator.workflows.getExecution(String(execution_id))).execution).toMatchObject({
      status: "waiting",
    });
  });

  it("a connection that is kept alive is closed, when it is idle", async () => {
    const { begin, server } = await served();
    const connection = await begin();
    await server.stop();
    expect(await connection.closed).toBe(true);
    expect(connection.text).toBe("");
  });

  it("a new request on a connection that is kept alive gets 503, and comes again elsewhere", async () => {
    const { begin, server } = await served();
    const connection = await begin("GET /api/v1/workflows HTTP/1.1", "");
    const stopped = server.stop();
    connection.send("host: localhost", "", "");
    await stopped;
    expect(await connection.closed).toBe(true);
    expect(connection.text).toMatch(/^HTTP\/1\.1 503 /);
    expect(connection.text).toMatch(/\r\nretry-after: 1\r\n/i);
    expect(connection.text).toMatch(/\r\nconnection: close\r\n/i);
    expect(connection.text).toMatch(/\r\ncontent-type: application\/problem\+json/i);
    expect(bodyOf(connection)).toMatchObject({ status: 503, code: "SERVER_STOPPING" });
  });

  it("readiness says so, on a connection that is open", async () => {
    const { begin, server } = await served();
    const connection = await begin("GET /readyz HTTP/1.1", "");
    const stopped = server.stop();
    connection.send("host: localhost", "", "");
    await stopped;
    expect(await connection.closed).toBe(true);
    expect(bodyOf(connection)).toMatchObject({ status: 503 });
  });

  it("an upload that is half-way may end, and is kept; new connections are refused meanwhile", async () => {
    const { begin, connect, orchestrator, server } = await served();
    const body = JSON.stringify(hello);
    const connection = await begin(...upload("/api/v1/workflows", body), body.slice(0, 20));
    const stopped = server.stop();
    await expect(connect()).rejects.toMatchObject({ code: "ECONNREFUSED" });
    connection.socket.write(body.slice(20));
    await stopped;
    expect(await connection.closed).toBe(true);
    expect(connection.text).toMatch(/^HTTP\/1\.1 201 [\s\S]*\r\nconnection: close\r\n/i);
    const { workflows } = await orchestrator.workflows.listWorkflows();
    expect(workflows.map(({ workflow_id }) => workflow_id)).toEqual([bodyOf(connection).workflow_id]);
  });

  it("an upload that does not end is cut off at the deadline, and nothing of it is kept", async () => {
    const { begin, deadline, orchestrator, server } = await served();
    const body = JSON.stringify(hello);
    const connection = await begin(...upload("/api/v1/workflows", body), body.slice(0, 20));
    const stopped = server.stop();
    deadline.fire();
    await stopped;
    await connection.closed;
    expect(connection.text).toBe("");
    expect((await orchestrator.workflows.listWorkflows()).workflows).toEqual([]);
  });

  it("an event stream ends as it should, and its connection with it", async () => {
    const { begin, server } = await served();
    const connection = await begin(
      "GET /api/v1/events HTTP/1.1",
      "host: localhost",
      "accept: text/event-stream",
      "",
      "",
    );
    await connection.until(/id: \d+\n\n/);
    await server.stop();
    expect(await connection.closed).toBe(true);
    expect(connection.text).toMatch(/\r\n0\r\n\r\n$/);
  });

  it("a large answer that is on its way to a slow client arrives whole", async () => {
    const { begin, create, orchestrator, server } = await served();
    const action = (_: unknown, at: number) => ({ ...hello.actions[0], action_id: `a${at}` });
    const large = { ...hello, actions: Array.from({ length: 40 }, action), outputs: {} };
    const parameters = { name: "x".repeat(500_000) };
    const { execution } = await orchestrator.workflows.executeWorkflow(
      await create(large),
      parameters,
      "ada",
    );
    const connection = await begin(`GET /api/v1/executions/${execution?.execution_id} HTTP/1.1`, "");
    connection.send("host: localhost", "", "");
    await connection.until(/^HTTP/);
    connection.socket.pause();
    const idle = await begin();
    const stopped = server.stop();
    connection.socket.resume();
    await stopped;
    expect(await Promise.all([connection.closed, idle.closed])).toEqual([true, true]);
    expect(Object.keys(bodyOf(connection).actions as object)).toHaveLength(40);
  });
});
