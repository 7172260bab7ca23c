import { createOrchestrator, memory, type PublishedEvent, TuttiError } from "@tutti/core";
import type { MeshEvent } from "@tutti/service-mesh";
import { ChangeFeed } from "./change-feed";
import { ServiceRegistry, serviceCall } from "./index";
import { json, startService } from "./testing/server";

const change = (n: number): MeshEvent => ({
  type: "breaker.opened",
  time: "2026-01-01T00:00:00.000Z",
  service: "a service",
  instance: `http://10.0.0.${n}/`,
});

/** A publisher that notes events, and takes them when `release` is called, or refuses them. */
function publisher(isBroken = (): boolean => false) {
  const events: PublishedEvent[] = [];
  const waiting: (() => void)[] = [];
  return {
    events,
    release: async (): Promise<void> => {
      for (let done = waiting.shift(); done !== undefined; done = waiting.shift()) {
        done();
        await new Promise((resolve) => void setImmediate(resolve));
      }
    },
    publish: async (event: PublishedEvent): Promise<never> => {
      await new Promise<void>((resolve) => void waiting.push(resolve));
      if (isBroken()) throw TuttiError.of("STORAGE_UNAVAILABLE", { storage: "x", reason: "it is full" });
      events.push(event);
      return undefined as never;
    },
  };
}

describe("the feed of changes", () => {
  it("publishes each with the service as its source and the instance as its subject", async () => {
    const to = publisher();
    const feed = new ChangeFeed();
    feed.take(change(0));
    feed.start(to);
    feed.take({ ...change(1), reason: "too many failures" });
    feed.take({ type: "discovery.failed", time: "2026-01-01T00:00:01.000Z", service: "b" });
    const stopped = feed.stop();
    feed.take(change(2));
    await to.release();
    await stopped;
    expect(to.events).toEqual([
      {
        type: "mesh.breaker.opened",
        source: "/services/a%20service",
        subject: "http://10.0.0.1/",
        data: {
          service: "a service",
          instance: "http://10.0.0.1/",
          reason: "too many failures",
          time: "2026-01-01T00:00:00.000Z",
        },
      },
      {
        type: "mesh.discovery.failed",
        source: "/services/b",
        data: { service: "b", time: "2026-01-01T00:00:01.000Z" },
      },
    ]);
  });

  it("holds 256 changes at most, and tells how many it lost", async () => {
    const to = publisher();
    const feed = new ChangeFeed();
    feed.start(to);
    for (let n = 0; n < 300; n++) feed.take(change(n));
    await to.release();
    expect(to.events).toHaveLength(258);
    // The first one was on its way when the others came.
    expect(to.events.at(-1)).toEqual({ type: "mesh.changes_lost", source: "/services", data: { count: 43 } });
  });

  it("goes on when the storage refuses some, and tells of them once it takes events again", async () => {
    let isBroken = true;
    const to = publisher(() => isBroken);
    const feed = new ChangeFeed();
    feed.start(to);
    feed.take(change(1));
    feed.take(change(2));
    await to.release();
    isBroken = false;
    feed.take(change(3));
    await to.release();
    expect(to.events.map(({ type, data }) => [type, data])).toMatchObject([
      ["mesh.breaker.opened", { instance: "http://10.0.0.3/" }],
      ["mesh.changes_lost", { count: 2 }],
    ]);
  });
});

/** Calls a service that fails once, with a breaker that opens then; gives what the calls came to. */
async function failingCalls(storage: ReturnType<typeof memory>) {
  const service = await startService((_body, _request, response) => json(response, "no", 503));
  const told: string[] = [];
  const plugin = serviceCall({
    services: {
      billing: {
        url: service.url,
        passive_health: { consecutive_failures: 1, max_ejected_share: 1 },
      },
    },
    onStateChange: ({ type }) => void told.push(type),
  });
  const orchestrator = await createOrchestrator({ storage, plugins: [plugin] });
  const actions = [
    { action_id: "a", action_type: "service_call", config: { service: "billing", endpoint: "/" } },
  ];
  const { workflow } = await orchestrator.workflows.createWorkflow({ name: "x", actions }, "ada");
  const { execution } = await orchestrator.workflows.executeWorkflow(workflow!.workflow_id, {}, "ada");
  return { orchestrator, service, told, error: execution?.error };
}

describe("the plugin", () => {
  it("puts the mesh's changes among the events, where triggers hear them, and tells the listener too", async () => {
    const storage = memory();
    const { orchestrator, service, told } = await failingCalls(storage);
    await orchestrator.stop();
    await service.close();
    const { events } = await storage.readEvents!(0, 1000);
    const published = events.flatMap((one) => ("event" in one ? [one.event] : []));
    expect(told).toContain("instance.ejected");
    expect(published.map(({ type }) => type)).toEqual(
      told.filter((type) => type !== "instance.added").map((type) => `mesh.${type}`),
    );
    expect(published.find(({ type }) => type === "mesh.instance.ejected")).toMatchObject({
      source: "/services/billing",
      data: { service: "billing" },
    });
  });

  it("lets no call fail when they can't be stored", async () => {
    const inner = memory();
    const publishEvent = (): never => {
      throw TuttiError.of("STORAGE_UNAVAILABLE", { storage: "x", reason: "it is full" });
    };
    const storage = Object.assign(Object.create(inner) as typeof inner, { publishEvent });
    const { error, orchestrator, service } = await failingCalls(storage);
    expect(error).toMatchObject({ code: "SERVICE_ERROR" });
    await orchestrator.stop();
    await service.close();
  });

  it("tells of instances that come and go once it has started", async () => {
    const storage = memory();
    const registry = new ServiceRegistry();
    const services = { billing: { registration: true as const, allow_private: true } };
    const orchestrator = await createOrchestrator({
      storage,
      plugins: [serviceCall({ services, registry })],
    });
    registry.register("billing", { url: "http://127.0.0.1:7001" });
    await orchestrator.stop();
    const { events } = await storage.readEvents!(0, 10);
    expect(events).toMatchObject([{ event: { type: "mesh.instance.added", source: "/services/billing" } }]);
  });
});
