import { readFileSync } from "node:fs";
import path from "node:path";
import {
  type CloudEvent,
  createOrchestrator,
  decodeHttp,
  type Orchestrator,
  webhookHeaders,
  webhookKey,
} from "@tutti/core";
import { z } from "zod";
import { sinkCodes } from "./errors";
import { eventsWebhook } from "./index";
import { type EventsWebhookOptions, optionsSchema } from "./options";
import { poster } from "./post";
import { receiver } from "./testing/receiver";

const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
type Receiver = Awaited<ReturnType<typeof receiver>>;
type Answer = NonNullable<Parameters<typeof receiver>[0]>;

const cleaning: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleaning.splice(0).toReversed()) await clean();
});

async function start(answer: Answer | undefined, options: Partial<EventsWebhookOptions> = {}) {
  const server = await receiver(answer);
  cleaning.push(server.close);
  const plugin = eventsWebhook({
    url: server.url,
    types: ["order.*"],
    initial_interval_ms: 1,
    max_attempts: 2,
    ...options,
  });
  const silent = { debug: skip, info: skip, warn: skip, error: skip, child: () => silent };
  const orchestrator = await createOrchestrator({ plugins: [plugin], logger: silent });
  cleaning.push(() => orchestrator.stop());
  return { server, events: orchestrator.events };
}

function skip(): void {
  // Tests look at dead letters, not at the log.
}

/** Waits until something is there. */
async function found<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (;;) {
    const value = await look();
    if (value !== undefined) return value;
    await new Promise((resolve) => void setImmediate(resolve));
  }
}

const request = ({ requests }: Receiver, index = 0) => found(() => requests[index]);
const deadLetter = (events: Orchestrator["events"]) =>
  found(async () => (await events.deadLetters("webhook"))[0]);

describe("an event", () => {
  it.each(["structured", "binary"] as const)("is posted in %s mode, signed", async (mode) => {
    const { server, events } = await start(undefined, { mode, secret });
    const event = await events.publish({ id: "4711 ä", type: "order.paid", data: { text: "Grüße" } });
    const { headers, body } = await request(server);
    expect(decodeHttp({ headers: asText(headers), body })).toMatchObject({ ...event, position: 1 });
    const id = String(headers["webhook-id"]);
    const timestamp = Number(headers["webhook-timestamp"]);
    expect(id).toBe("4711%20%C3%A4");
    expect(Math.abs(timestamp - Date.now() / 1000)).toBeLessThan(60);
    const signed = webhookHeaders({ id, timestamp, body }, [webhookKey(secret) as Buffer]);
    expect(headers["webhook-signature"]).toBe(signed["webhook-signature"]);
  });

  /** The headers that CloudEvents reads. */
  function asText(headers: Readonly<Record<string, string | string[] | undefined>>) {
    return Object.fromEntries(
      Object.entries(headers).filter(([name]) => name.startsWith("ce-") || name === "content-type"),
    );
  }

  it("is signed with every secret, and has the headers of the options, which replace no other", async () => {
    const other = `whsec_${Buffer.alloc(24, 1).toString("base64")}`;
    const { server, events } = await start(undefined, {
      secret: [secret, other],
      headers: { Authorization: "Bearer x", "Webhook-Id": "mine" },
    });
    await events.publish({ id: "1", type: "order.paid" });
    const { headers } = await request(server);
    expect(String(headers["webhook-signature"]).split(" ")).toHaveLength(2);
    expect([headers.authorization, headers["webhook-id"]]).toEqual(["Bearer x", "1"]);
  });

  it("is posted unsigned without a secret, and only when its type is asked for", async () => {
    const { server, events } = await start(undefined);
    await events.publish({ type: "other" });
    await events.publish({ id: "1", type: "order.paid" });
    const { headers } = await request(server);
    expect([headers["webhook-id"], headers["webhook-signature"]]).toEqual(["1", undefined]);
    expect(server.requests).toHaveLength(1);
  });

  it.each([302, 401, 404, 429, 500, 503])(
    "is posted again with the same id after HTTP %i",
    async (status) => {
      const { server, events } = await start((response, count) =>
        response.writeHead(count === 1 ? status : 200, { location: "/elsewhere" }).end(),
      );
      await events.publish({ id: "1", type: "order.paid" });
      await request(server, 1);
      expect(server.requests.map(({ headers }) => headers["webhook-id"])).toEqual(["1", "1"]);
    },
  );

  it.each([400, 410, 413, 415, 422])("is a dead letter at once after HTTP %i", async (status) => {
    const { server, events } = await start((response) => response.writeHead(status).end());
    await events.publish({ type: "order.paid" });
    const letter = await deadLetter(events);
    expect(letter).toMatchObject({ attempts: 1, error: `ActionError: HTTP ${status} from ${server.host}` });
  });

  it("is a dead letter after the last attempt; the message tells no secret", async () => {
    const { server, events } = await start((response) => response.destroy());
    await events.publish({ type: "order.paid" });
    const { attempts, error } = await deadLetter(events);
    expect([attempts, server.requests.length]).toEqual([2, 2]);
    expect(error).toMatch(/^ActionError: No connection to 127\.0\.0\.1:\d+ \(\w+/);
    expect(error).not.toContain("top-secret");
  });

  it("is given up when no answer comes in time", async () => {
    const { server, events } = await start(skip, { timeout_ms: 50, max_attempts: 1 });
    await events.publish({ type: "order.paid" });
    const { error } = await deadLetter(events);
    expect(error).toBe(`ActionError: No answer from ${server.host} within 50 ms`);
  });

  it("is to wait as long as Retry-After says", async () => {
    const server = await receiver((response) => response.writeHead(503, { "retry-after": "7" }).end());
    cleaning.push(server.close);
    const deliver = poster(optionsSchema.parse({ url: server.url }));
    const error: unknown = await deliver(anEvent()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "WEBHOOK_UNAVAILABLE", retryable: true, retryAfterMs: 7000 });
  });
});

function anEvent(): CloudEvent {
  return {
    specversion: "1.0",
    id: "1",
    source: "/",
    type: "order.paid",
    time: "2026-01-01T00:00:00.000Z",
    datacontenttype: "application/json",
    correlationid: "1",
    data: null,
  };
}

describe("options", () => {
  it.each<[object, string]>([
    [{ url: "ftp://x" }, "url: Expected an http or https URL"],
    [{ url: "https://x", secret: "top-secret" }, "secret: "],
    [{ url: "https://x", mode: "batch" }, "mode: "],
    [{ url: "https://x", timeout_ms: 0 }, "timeout_ms: "],
    [{ url: "https://x", concurrency: 0 }, "concurrency: "],
    [{ url: "https://x", unknown: 1 }, "unknown"],
  ])("%j are refused, without a secret in the message", (options, message) => {
    const make = (): unknown => eventsWebhook(options as EventsWebhookOptions);
    expect(make).toThrow(message);
    expect(make).not.toThrow(/top-secret/);
  });
});

describe("README.md", () => {
  const readme = readFileSync(path.join(__dirname, "../README.md"), "utf8");
  const cellsOf = (row: string): string[] =>
    row.split(" | ").map((cell) => cell.replaceAll(/^\| | \|$/g, ""));

  it("lists the options as they are", () => {
    const schema = z.toJSONSchema(optionsSchema, { io: "input", unrepresentable: "any" });
    const names = Object.keys(schema.properties ?? {});
    const listed = readme.slice(readme.indexOf("## Options"), readme.indexOf("## Errors"));
    expect([...listed.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name)).toEqual(names);
  });

  it("lists the errors as they are", () => {
    const rows = [...readme.matchAll(/^\| `WEBHOOK_.*$/gm)].map(([row]) => cellsOf(row));
    const expected = Object.entries(sinkCodes).map(([code, { retryable, when }]) => [
      `\`${code}\``,
      retryable ? "yes" : "no",
      when,
    ]);
    expect(rows).toEqual(expected);
  });
});
