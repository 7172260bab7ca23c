import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { CloudEvent } from "@tutti/core";
import type { Body } from "./testing/body";
import { EventSourceClient } from "./testing/event-source";
import { ServerProcess } from "./testing/server-process";

/** Each execution takes a while, so that many are unfinished when the process is killed. */
const slow = {
  name: "Slow",
  actions: [
    { action_id: "a", action_type: "say", config: { message: "a" } },
    { action_id: "nap", action_type: "wait", config: { seconds: 0.2 }, depends_on: "a" },
    { action_id: "b", action_type: "say", config: { message: "b" }, depends_on: "nap" },
  ],
};
const KILLS = 3;
/** Executions that are acknowledged before each kill. */
const ENOUGH = 150;

const folder = mkdtempSync(path.join(tmpdir(), "tutti-server-kill-"));
const file = path.join(folder, "tutti.db");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const post = async (url: string, body: object): Promise<Body> => {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(url, { method: "POST", body: JSON.stringify(body), headers });
  return (await answer.json()) as Body;
};

/** Starts executions until the server is gone; keeps the ids of those that were acknowledged. */
async function flood(url: string, acknowledged: string[]): Promise<void> {
  try {
    for (;;) acknowledged.push((await post(url, {})).execution_id);
  } catch {
    // The server was killed.
  }
}

/** A client that comes back with the id of the last event that it has, as browsers do. */
class Follower {
  readonly seen: number[] = [];
  readonly events: CloudEvent[] = [];

  constructor(private readonly pathOf: string) {}

  async follow(url: string): Promise<EventSourceClient> {
    const last = this.seen.at(-1);
    const headers = last === undefined ? {} : { "last-event-id": String(last) };
    const client = await EventSourceClient.open(url + this.pathOf, headers);
    void client.ended.then(() => {
      for (const { data, id } of client.messages) {
        this.seen.push(Number(id));
        this.events.push(data);
      }
    });
    return client;
  }
}

/** How many executions there are, acknowledged or not. */
async function countOf(url: string): Promise<number> {
  const { executions } = (await (await fetch(`${url}/api/v1/executions?limit=1000`)).json()) as Body;
  return executions.length;
}

const isCompletion = ({ type }: CloudEvent) => type === "tutti.execution.completed";

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe("a server that is killed under load", () => {
  it("loses nothing that it acknowledged, and its followers miss nothing", async () => {
    const acknowledged: string[] = [];
    const all = new Follower("/api/v1/events?after=0");
    const some: Follower[] = [];
    let server = await ServerProcess.start(file);
    const { workflow_id } = await post(`${server.url}/api/v1/workflows`, slow);
    for (let kill = 1; kill <= KILLS; kill++) {
      const clients = await Promise.all([all, ...some].map((follower) => follower.follow(server.url)));
      const before = acknowledged.length;
      const floods = upTo(8).map(() =>
        flood(`${server.url}/api/v1/workflows/${workflow_id}/executions`, acknowledged),
      );
      while (acknowledged.length < before + ENOUGH)
        await new Promise((resolve) => void setImmediate(resolve));
      const newest = upTo(10).map(
        (back) => new Follower(`/api/v1/executions/${acknowledged.at(-back)}/events`),
      );
      clients.push(...(await Promise.all(newest.map((follower) => follower.follow(server.url)))));
      some.push(...newest);
      await server.kill();
      await Promise.all([...floods, ...clients.map(({ ended }) => ended)]);
      server = await ServerProcess.start(file, server.port);
    }
    const open = (id: string) => EventSourceClient.open(`${server.url}/api/v1/executions/${id}/events`);
    const ends = await Promise.all(acknowledged.map(open));
    await Promise.all(ends.map(({ ended }) => ended));
    expect(ends.filter(({ types }) => types.at(-1) !== "execution.completed")).toEqual([]);
    const [client, ...others] = await Promise.all(
      [all, ...some].map((follower) => follower.follow(server.url)),
    );
    await Promise.all(others.map(({ ended }) => ended));
    const total = await countOf(server.url);
    const before = all.events.filter(isCompletion).length;
    await client?.until(
      ({ messages }) => before + messages.filter(({ data }) => isCompletion(data)).length >= total,
    );
    expect(await server.stop()).toBe(0);
    await client?.ended;
    expect(acknowledged.length).toBeGreaterThanOrEqual(KILLS * ENOUGH);
    expect(all.seen).toEqual(upTo(all.seen.length));
    const completed = all.events.filter(isCompletion);
    const ids = new Set(completed.map(({ executionid }) => executionid));
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
    expect(ids.size).toBe(completed.length);
    for (const { events, seen } of some) {
      expect(seen).toEqual(upTo(seen.length));
      expect(events.at(-1)?.type).toBe("tutti.execution.completed");
    }
  }, 120_000);
});
