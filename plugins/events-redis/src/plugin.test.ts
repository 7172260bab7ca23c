import { readFileSync } from "node:fs";
import path from "node:path";
import { createClient } from "@redis/client";
import { createOrchestrator, type Logger } from "@tutti/core";
import { z } from "zod";
import { sinkCodes } from "./errors";
import { eventsRedis } from "./index";
import { type EventsRedisOptions, optionsSchema } from "./options";
import { redisServer } from "./testing/redis-server";

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

async function start(options: Partial<EventsRedisOptions> = {}) {
  const server = await redisServer();
  cleaning.push(() => server.stop());
  const plugin = eventsRedis({ url: server.url, types: ["order.*"], initial_interval_ms: 1, ...options });
  const orchestrator = await createOrchestrator({ plugins: [plugin], logger: silent });
  cleaning.push(() => orchestrator.stop());
  return { server, orchestrator, events: orchestrator.events };
}

/** Everything in the stream. */
async function read(url: string, stream = "tutti:events") {
  const client = createClient({ url });
  await client.connect();
  const messages = await client.xRange(stream, "-", "+");
  client.destroy();
  return (messages ?? []).map(({ message }) => message);
}

describe("an event", () => {
  it("is added to the stream, whole and with what identifies it", async () => {
    const { server, events } = await start();
    await events.publish({ type: "other" });
    const event = await events.publish({
      id: "4711",
      type: "order.paid",
      source: "/shop",
      data: { text: "Grüße" },
    });
    const [message] = await found(async () => {
      const all = await read(server.url);
      return all.length > 0 ? all : undefined;
    });
    expect(message).toMatchObject({ id: "4711", source: "/shop", type: "order.paid" });
    expect(JSON.parse(String(message?.["event"]))).toEqual({ ...event, position: 2 });
  });

  it("comes behind those before it, in a stream of the given name and about the given length", async () => {
    const { server, events } = await start({ stream: "mine", max_length: 100 });
    for (let n = 0; n < 1000; n++)
      await events.publish({ id: `${n}`, type: "order.paid", correlationId: "c" });
    const all = await found(async () => {
      const some = await read(server.url, "mine");
      return some.at(-1)?.["id"] === "999" ? some : undefined;
    });
    expect(all.length).toBeLessThan(300);
    const ids = all.map(({ id }) => Number(id));
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  });

  it("is added when the server is back", async () => {
    const { server, events } = await start({ max_attempts: 1000, max_interval_ms: 20 });
    await events.publish({ id: "before", type: "order.paid" });
    await found(async () => ((await read(server.url)).length === 1 ? true : undefined));
    await server.stop();
    await events.publish({ id: "meanwhile", type: "order.paid" });
    const again = await redisServer(server.port);
    cleaning.push(() => again.stop());
    const all = await found(async () => {
      const some = await read(again.url);
      return some.length > 0 ? some : undefined;
    });
    expect(all.map(({ id }) => id)).toEqual(["meanwhile"]);
  });

  it("is a dead letter in the end where nobody listens; the message tells no password", async () => {
    const server = await redisServer();
    await server.stop();
    const url = `redis://ada:top-secret@127.0.0.1:${server.port}`;
    const { events } = await start({ url, max_attempts: 2 });
    await events.publish({ type: "order.paid" });
    const [letter] = await found(async () => {
      const letters = await events.deadLetters("redis");
      return letters.length > 0 ? letters : undefined;
    });
    expect(letter).toMatchObject({
      attempts: 2,
      error: `ActionError: Redis at 127.0.0.1:${server.port} took no event: ECONNREFUSED`,
    });
  });

  it("fails with what the server says, and when it says nothing in time", async () => {
    const { server, events } = await start({ max_attempts: 1, timeout_ms: 300 });
    const client = createClient({ url: server.url });
    await client.connect();
    await client.set("tutti:events", "no stream");
    client.destroy();
    await events.publish({ type: "order.paid" });
    const letters = (count: number) =>
      found(async () => {
        const some = await events.deadLetters("redis");
        return some.length === count ? some : undefined;
      });
    expect((await letters(1))[0]?.error).toContain("WRONGTYPE");
    server.freeze();
    await events.publish({ type: "order.paid" });
    expect((await letters(2))[1]?.error).toContain("within 300 ms");
    server.thaw();
  });
});

describe("options", () => {
  it.each<[object, string]>([
    [{ url: "http://x" }, "url: Expected a redis or rediss URL"],
    [{ url: "redis://x", max_length: 0 }, "max_length: "],
    [{ url: "redis://x", timeout_ms: 0 }, "timeout_ms: "],
    [{ url: "redis://x", unknown: 1 }, "unknown"],
  ])("%j are refused", (options, message) => {
    expect(() => eventsRedis(options as EventsRedisOptions)).toThrow(message);
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
