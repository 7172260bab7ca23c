import { readFileSync } from "node:fs";
import path from "node:path";
import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { createOrchestrator, decodeHttp, type Logger } from "@tutti/core";
import { z } from "zod";
import { sinkCodes } from "./errors";
import { eventsNats } from "./index";
import { type EventsNatsOptions, optionsSchema } from "./options";
import { subjectOf } from "./subject";
import { natsServer } from "./testing/nats-server";

const cleaning: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleaning.splice(0).toReversed()) await clean();
});

const skip = (): void => undefined;
const silent: Logger = { debug: skip, info: skip, warn: skip, error: skip, child: () => silent };

/** Waits until something is there. */
async function found<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (;;) {
    const value = await look();
    if (value !== undefined) return value;
    await new Promise((resolve) => void setImmediate(resolve));
  }
}

async function start(options: Partial<EventsNatsOptions> = {}) {
  const server = await natsServer();
  cleaning.push(() => server.stop());
  const given = {
    servers: server.url,
    stream: "TUTTI",
    types: ["order.*"],
    initial_interval_ms: 1,
    ...options,
  };
  const orchestrator = await createOrchestrator({ plugins: [eventsNats(given)], logger: silent });
  cleaning.push(() => orchestrator.stop());
  return { server, orchestrator, events: orchestrator.events };
}

/** The messages of a stream, once there are so many. */
async function messages(url: string, count: number, stream = "TUTTI") {
  const connection = await connect({ servers: url });
  const { streams } = await jetstreamManager(connection);
  const state = await found(async () => {
    const info = await streams.info(stream).catch(() => undefined);
    return info !== undefined && info.state.messages >= count ? info.state : undefined;
  });
  const all = [];
  for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
    const message = await streams.getMessage(stream, { seq });
    if (message === null) throw new Error(`There is no message ${seq}.`);
    const headers = Object.fromEntries(message.header.keys().map((name) => [name, message.header.get(name)]));
    all.push({ subject: message.subject, headers, body: message.string() });
  }
  await connection.close();
  return all;
}

describe("an event", () => {
  it.each(["structured", "binary"] as const)("is published in %s mode, under its type", async (mode) => {
    const { server, events } = await start({ mode });
    await events.publish({ type: "other" });
    const event = await events.publish({ id: "4711", type: "order.paid", data: { text: "Grüße" } });
    const [message] = await messages(server.url, 1);
    expect(message?.subject).toBe("events.order.paid");
    const { "Nats-Msg-Id": id, ...headers } = message?.headers ?? {};
    expect(id).toBe("%2F%204711");
    expect(decodeHttp({ headers, body: message?.body ?? "" })).toEqual({ ...event, position: 2 });
  });

  it("is in the stream once, though it is delivered twice", async () => {
    const { server, events, orchestrator } = await start();
    await events.publish({ id: "1", type: "order.paid" });
    await messages(server.url, 1);
    await orchestrator.stop();
    // Another store knows nothing of the first delivery, as one whose process was killed may not.
    const second = eventsNats({ servers: server.url, types: ["order.*"], subject_prefix: "events" });
    const other = await createOrchestrator({ plugins: [second], logger: silent });
    cleaning.push(() => other.stop());
    for (const id of ["1", "2"]) await other.events.publish({ id, type: "order.paid", correlationId: "c" });
    expect((await messages(server.url, 2)).map(({ headers }) => headers["Nats-Msg-Id"])).toEqual([
      "%2F%201",
      "%2F%202",
    ]);
  });

  it("is published when the server is back", async () => {
    const { server, events } = await start({ max_attempts: 1000, max_interval_ms: 20 });
    await events.publish({ type: "order.paid" });
    await messages(server.url, 1);
    await server.stop();
    await events.publish({ id: "meanwhile", type: "order.paid" });
    const again = await natsServer(server.port);
    cleaning.push(() => again.stop());
    const [message] = await messages(again.url, 1);
    expect(message?.headers["Nats-Msg-Id"]).toBe("%2F%20meanwhile");
  });

  it("is a dead letter in the end where no stream takes its subject", async () => {
    const { events } = await start({ stream: undefined, max_attempts: 2 });
    await events.publish({ type: "order.paid" });
    const [letter] = await found(async () => {
      const letters = await events.deadLetters("nats");
      return letters.length > 0 ? letters : undefined;
    });
    expect(letter?.attempts).toBe(2);
    expect(letter?.error).toMatch(/^ActionError: NATS took no event: /);
  });
});

describe("the subject", () => {
  it("has of the type what a subject can have", () => {
    expect(subjectOf("a.b", "order.paid")).toBe("a.b.order.paid");
    expect(subjectOf("a", "x y.*.>..z\n")).toBe("a.x_y._._._.z_");
  });
});

describe("options", () => {
  it.each<[object, string]>([
    [{ servers: "nats://ada:top-secret@x" }, "servers: "],
    [{ servers: [] }, "servers: "],
    [{ servers: "x", stream: "a.b" }, "stream: "],
    [{ servers: "x", subject_prefix: "a..b" }, "subject_prefix: "],
    [{ servers: "x", mode: "batch" }, "mode: "],
  ])("%j are refused, without a secret in the message", (options, message) => {
    const make = (): unknown => eventsNats(options as EventsNatsOptions);
    expect(make).toThrow(message);
    expect(make).not.toThrow(/top-secret/);
  });
});

describe("README.md", () => {
  const readme = readFileSync(path.join(__dirname, "../README.md"), "utf8");

  it("lists the options as they are", () => {
    const schema = z.toJSONSchema(optionsSchema, { io: "input", unrepresentable: "any" });
    const listed = readme.slice(readme.indexOf("## Options"), readme.indexOf("## Errors"));
    expect([...listed.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name)).toEqual(
      Object.keys(schema.properties ?? {}),
    );
  });

  it("lists the errors as they are", () => {
    const rows = [...readme.matchAll(/^\| `([A-Z_]+)` \| yes \| (.*) \|$/gm)];
    expect(rows.map(([, code, when]) => [code, when])).toEqual(Object.entries(sinkCodes));
  });
});
