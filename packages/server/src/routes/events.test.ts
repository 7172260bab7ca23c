import { hello, waiting } from "../testing/actions";
import { EventSourceClient } from "../testing/event-source";
import { ManualTimer } from "../testing/manual-timer";
import { serve, type ServeOptions, stopAll } from "../testing/serve";

afterEach(stopAll);

async function started(definition: object, options: ServeOptions = {}) {
  const all = await serve(options);
  const workflow = await all.create(definition);
  const start = async () =>
    (await all.ask("POST", `/api/v1/workflows/${workflow}/executions`)).body.execution_id;
  const id = await start();
  const url = `/api/v1/executions/${id}/events`;
  const open = (headers = {}, path = url) => EventSourceClient.open(all.server.url + path, headers);
  const go = () => all.orchestrator.workflows.signalExecution(id, "go", null, "ada");
  const ended = () => all.orchestrator.workflows.waitForExecution(id);
  return { ...all, workflow, start, id, url, open, go, ended };
}

const sequences = ({ messages }: EventSourceClient) => messages.map(({ id }) => Number(id));
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe("GET /executions/{id}/events as JSON", () => {
  it("is the journal, whole or behind a sequence", async () => {
    const { ask, ended, url } = await started(hello);
    await ended();
    const { body } = await ask("GET", url);
    expect(body.events.map(({ sequence }) => sequence)).toEqual(upTo(body.events.length));
    expect(body.events.at(-1)?.type).toBe("tutti.execution.completed");
    expect((await ask("GET", `${url}?after=2`)).body.events).toEqual(body.events.slice(2));
    expect((await ask("GET", url, { headers: { "last-event-id": "3" } })).body.events).toEqual(
      body.events.slice(3),
    );
  });

  it("is a 404 for one that is not there, and 406 for what it can't be", async () => {
    const { ask, url } = await started(hello);
    expect((await ask("GET", "/api/v1/executions/nope/events")).body).toMatchObject({ status: 404 });
    expect((await ask("GET", url, { headers: { accept: "text/html" } })).body).toMatchObject({
      status: 406,
      code: "NOT_ACCEPTABLE",
    });
  });

  it.each([
    ["application/json;q=0.5, text/event-stream", "text/event-stream"],
    ["text/event-stream;q=0.1, application/*", "application/json; charset=utf-8"],
    ["text/*", "text/event-stream"],
    ["*/*", "application/json; charset=utf-8"],
  ])("Accept: %s gives %s", async (accept, type) => {
    const { ask, ended, url } = await started(hello);
    await ended();
    expect((await ask("GET", url, { headers: { accept } })).headers["content-type"]).toBe(type);
  });
});

describe("GET /executions/{id}/events as Server-Sent Events", () => {
  it("gives what was and what comes, and ends with the execution", async () => {
    const { ask, go, open, url } = await started(waiting);
    const client = await open();
    expect(client.headers).toMatchObject({
      "content-type": "text/event-stream",
      "cache-control": "no-cache, no-transform",
    });
    await client.until(({ types }) => types.includes("execution.created"));
    await go();
    await client.ended;
    expect(client.types.at(-1)).toBe("execution.completed");
    expect(sequences(client)).toEqual(upTo(client.messages.length));
    expect(client.messages.map(({ data }) => data)).toEqual((await ask("GET", url)).body.events);
  });

  it("goes on behind the Last-Event-ID", async () => {
    const { go, open } = await started(waiting);
    const first = await open();
    await first.until(({ messages }) => messages.length >= 2);
    first.close();
    const second = await open({ "last-event-id": "2" });
    await go();
    await second.ended;
    expect(sequences(second)[0]).toBe(3);
    expect(second.types.at(-1)).toBe("execution.completed");
  });

  it("begins with the place that it goes on behind", async () => {
    const { open, url } = await started(waiting);
    const clients = await Promise.all([open({ "last-event-id": "7" }), open({}, `${url}?after=9`)]);
    for (const client of clients) await client.until(({ lastId }) => lastId !== "");
    expect(clients.map(({ lastId }) => lastId)).toEqual(["7", "9"]);
    expect(clients[0].comments).toEqual(["retry: 1000"]);
    for (const client of clients) client.close();
  });

  it("is a 204 for who has everything of an execution that has ended", async () => {
    const { ask, ended, open, url } = await started(hello);
    await ended();
    const { events } = (await ask("GET", url)).body;
    expect((await open({ "last-event-id": String(events.length) })).status).toBe(204);
    const last = await open({ "last-event-id": String(events.length - 1) });
    await last.ended;
    expect(last.types).toEqual(["execution.completed"]);
  });

  it("goes on when an execution that has ended is retried", async () => {
    const { ended, go, id, open, orchestrator } = await started(waiting);
    await orchestrator.workflows.cancelExecution(id, "ada");
    await ended();
    await orchestrator.workflows.retryExecution(id, "ada");
    const client = await open();
    await client.until(({ types }) => types.includes("execution.retried"));
    await go();
    await client.ended;
    expect(client.types.filter((type) => /^execution\.(?:cancelled|completed)$/.test(type))).toEqual([
      "execution.cancelled",
      "execution.completed",
    ]);
    expect(sequences(client)).toEqual(upTo(client.messages.length));
  });

  it("shows signs of life, and looks for what other processes did", async () => {
    const manual = new ManualTimer();
    const { open } = await started(waiting, { timer: manual.timer });
    const client = await open();
    await client.until(({ messages }) => messages.length > 0);
    const beat = async (count: number): Promise<void> => {
      const seen = client.until(
        ({ comments }) => comments.filter((text) => text === ": still here").length >= count,
      );
      const firing = setInterval(manual.fire.bind(manual), 1);
      await seen;
      clearInterval(firing);
    };
    await beat(1);
    await beat(3);
    expect(client.comments[0]).toBe("retry: 1000");
    client.close();
  });

  it("ends when the server stops", async () => {
    const { open, server } = await started(waiting);
    const clients = await Promise.all([open(), open({}, "/api/v1/events")]);
    await server.stop();
    await Promise.all(clients.map(({ ended }) => ended));
    expect(clients.map(({ status }) => status)).toEqual([200, 200]);
  });

  it("is refused when too many are open, and taken when one has left", async () => {
    const { ask, open, url } = await started(waiting, { limits: { eventStreams: 1 } });
    const client = await open();
    const refused = await ask("GET", url, { headers: { accept: "text/event-stream" } });
    expect(refused.body).toMatchObject({ status: 503, code: "TOO_MANY_STREAMS" });
    expect((await ask("HEAD", url, { headers: { accept: "text/event-stream" } })).status).toBe(200);
    client.close();
    for (;;) {
      const next = await open();
      next.close();
      if (next.status === 200) break;
    }
  });
});

describe("GET /events", () => {
  it("gives all that happens from now on, with filters", async () => {
    const { go, id, open, start } = await started(waiting);
    const [all, some, other] = await Promise.all([
      open({}, "/api/v1/events"),
      open({}, `/api/v1/events?types=execution.completed,signal.*&execution_id=${id}`),
      open({}, "/api/v1/events?workflow_id=nope"),
    ]);
    const second = await start();
    await all.until(({ messages }) => messages.some(({ data }) => data.executionid === second));
    await go();
    await some.until(({ types }) => types.includes("execution.completed"));
    expect(new Set(some.messages.map(({ data }) => data.executionid))).toEqual(new Set([id]));
    expect(other.messages).toEqual([]);
    for (const client of [all, some, other]) client.close();
  });

  it("goes on behind the Last-Event-ID, without gap or repetition", async () => {
    const { ended, go, open } = await started(waiting);
    const first = await open({}, "/api/v1/events?after=0");
    await first.until(({ messages }) => messages.length >= 2);
    first.close();
    const last = first.messages.at(-1)?.id ?? "";
    await go();
    await ended();
    const second = await open({ "last-event-id": last }, "/api/v1/events");
    await second.until(({ types }) => types.includes("execution.completed"));
    second.close();
    const seen = [...sequences(first), ...sequences(second)];
    expect(seen).toEqual(upTo(seen.length));
  });

  it.each(["", "?types=execution.*"])("gives who had nothing yet what came in between: %s", async (query) => {
    const { open, start } = await started(waiting);
    const first = await open({}, `/api/v1/events${query}`);
    await first.until(({ lastId }) => lastId !== "");
    first.close();
    await first.ended;
    expect(first.messages).toEqual([]);
    const missed = await start();
    const second = await open({ "last-event-id": first.lastId }, `/api/v1/events${query}`);
    const last = await start();
    await second.until(({ messages }) => messages.some(({ data }) => data.executionid === last));
    const created = second.messages.filter(({ data }) => data.type === "tutti.execution.created");
    expect(created.map(({ data }) => data.executionid)).toEqual([missed, last]);
    expect(new Set(sequences(second)).size).toBe(second.messages.length);
    expect(sequences(second).every((id) => id > Number(first.lastId))).toBe(true);
    second.close();
  });

  it("gives events that users publish", async () => {
    const { open, orchestrator } = await started(waiting);
    const client = await open({}, "/api/v1/events?types=order.*&source=shop&subject=4711&correlation_id=c");
    await orchestrator.events.publish({
      type: "order.paid",
      source: "shop",
      subject: "4711",
      correlationId: "c",
      data: { n: 1 },
    });
    await client.until(({ messages }) => messages.length === 1);
    expect(client.messages[0]?.data).toMatchObject({ type: "order.paid", data: { n: 1 } });
    client.close();
  });

  it.each([
    ["/api/v1/events", { accept: "application/json" }, 406],
    ["/api/v1/events", { "last-event-id": "x" }, 400],
    ["/api/v1/events?after=-1", {}, 400],
  ])("refuses %s with %j", async (path, headers, status) => {
    const { ask } = await serve();
    expect((await ask("GET", path, { headers })).status).toBe(status);
  });
});

describe("a slow client", () => {
  it("stalls nobody and gets everything in the end", async () => {
    const { ask, create, open, server } = await started(hello);
    const big = {
      ...hello,
      actions: hello.actions.map((action) => ({ ...action, config: { message: "x".repeat(200_000) } })),
    };
    const url = `/api/v1/workflows/${await create(big)}/executions?wait=10`;
    const slow = await open({}, "/api/v1/events?after=0");
    slow.pause();
    for (let count = 0; count < 40; count++) expect((await ask("POST", url)).body.status).toBe("completed");
    expect(server.app.server.listening).toBe(true);
    slow.resume();
    await slow.until(({ types }) => types.filter((type) => type === "execution.completed").length >= 41);
    expect(sequences(slow)).toEqual(upTo(slow.messages.length));
    slow.close();
  });
});
