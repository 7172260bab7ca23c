import { settle, testOrchestrator, turn } from "../engine/testing";
import { ActionError } from "../errors";
import { memory } from "../memory";
import { type CloudEvent, wrapStorage } from "../ports";
import { flood, until, withEvents } from "./testing/published";

const RETRY = { maxAttempts: 3, initialIntervalMs: 1000, maxIntervalMs: 1500 };

describe("a consumer group", () => {
  it("goes on where it was, after a restart, and begins with what comes when it is new", async () => {
    const storage = memory();
    const first = await withEvents(["before"], { storage });
    const got: string[] = [];
    const handler = ({ id }: CloudEvent): void => void got.push(id);
    first.events.subscribe({ group: "g" }, handler);
    await settle();
    await first.events.publish({ type: "one", id: "one" });
    await settle();
    await first.orchestrator.stop();
    const between = await withEvents(["two"], { storage });
    await between.orchestrator.stop();
    const second = await withEvents(["three"], { storage });
    second.events.subscribe({ group: "g", fromPosition: 1 }, handler);
    await settle();
    expect(got).toEqual(["one", "two", "three"]);
  });

  it("misses nothing that happens right after it was made", async () => {
    const storage = memory();
    const slow = wrapStorage(storage, {
      getGroup: async (group) => {
        await settle();
        return storage.getGroup!(group);
      },
    });
    const { events } = await withEvents(["before"], { storage: slow });
    const got: string[] = [];
    events.subscribe({ group: "g" }, ({ id }) => void got.push(id));
    await events.publish({ type: "x", id: "after" });
    await settle();
    await settle();
    expect(got).toEqual(["after"]);
  });

  it.each([() => Promise.reject(new Error("no disk")), () => Promise.resolve(0)])(
    "begins when it can, where the newest position can't be told at once",
    async (lastPosition) => {
      const { events } = await testOrchestrator({ storage: wrapStorage(memory(), { lastPosition }) });
      const got: string[] = [];
      events.subscribe({ group: "g", fromPosition: 1 }, ({ id }) => void got.push(id));
      events.subscribe({ group: "h" }, ({ id }) => void got.push(id));
      await events.publish({ type: "x", id: "1" });
      await settle();
      expect(got).toContain("1");
    },
  );

  it("delivers again, with the same id, what was in hand when the process died", async () => {
    const storage = memory();
    const first = await withEvents(["one", "two", "three"], { storage });
    const log: string[] = [];
    first.events.subscribe({ group: "g", fromPosition: 1 }, async ({ id }) => {
      log.push(id);
      if (id === "two") await new Promise(() => undefined);
    });
    await settle();
    await first.clock.advance(100);
    const second = await testOrchestrator({ storage });
    second.events.subscribe({ group: "g" }, ({ id }) => void log.push(id));
    await settle();
    expect(log).toEqual(["one", "two", "two", "three"]);
  });

  it("shares the events among its members, and keeps the order of each correlation", async () => {
    const test = await testOrchestrator();
    await flood(test, 1000);
    const got: { member: number; id: number }[] = [];
    for (const member of [0, 1, 2, 3])
      test.events.subscribe({ group: "g", fromPosition: 1 }, async ({ id }) => {
        if (Number(id) % 3 === member) await turn();
        got.push({ member, id: Number(id) });
      });
    await until(() => got.length === 1000);
    expect(new Set(got.map(({ id }) => id)).size).toBe(1000);
    for (let n = 0; n < 10; n++) {
      const own = got.filter(({ id }) => id % 10 === n).map(({ id }) => id);
      expect(own).toEqual(own.toSorted((a, b) => a - b));
    }
    expect(new Set(got.map(({ member }) => member)).size).toBe(4);
  });

  it("gives each group every event", async () => {
    const { events } = await withEvents(["one", "two"]);
    const got: string[] = [];
    for (const group of ["g", "h"])
      events.subscribe(
        { group, fromPosition: 1 },
        ({ id }, delivery) => void got.push(`${delivery.group} ${id}`),
      );
    await settle();
    expect(got.toSorted()).toEqual(["g one", "g two", "h one", "h two"]);
  });

  it("sees what its filter lets through, and moves on over the rest", async () => {
    const storage = memory();
    const test = await testOrchestrator({ storage });
    await flood(test, 600);
    await test.events.publish({ type: "ping", id: "ping" });
    const got: string[] = [];
    test.events.subscribe({ group: "g", fromPosition: 1, types: ["ping"] }, ({ id }) => void got.push(id));
    await until(() => got.length === 1);
    await test.clock.advance(100);
    expect(await storage.getGroup!("g")).toEqual({ group: "g", position: 601 });
  });

  it("goes on with the members that are left, and later with new ones", async () => {
    const { events } = await testOrchestrator();
    const got: string[] = [];
    const join = (name: string) =>
      events.subscribe({ group: "g" }, ({ id }) => void got.push(`${name} ${id}`));
    const [leaveA, leaveB] = [join("a"), join("b")];
    await settle();
    leaveA();
    await events.publish({ type: "x", id: "1" });
    await settle();
    leaveB();
    leaveB();
    await events.publish({ type: "x", id: "2" });
    await settle();
    join("c");
    await settle();
    expect(got).toEqual(["b 1", "c 2"]);
  });

  it("begins anew only when those who left have finished what they had in hand", async () => {
    const { events } = await withEvents(["one", "two"]);
    const got: string[] = [];
    let release: () => void = () => undefined;
    const leave = events.subscribe({ group: "g", fromPosition: 1 }, async ({ id }) => {
      await new Promise<void>((resolve) => (release = resolve));
      got.push(`old ${id}`);
    });
    await settle();
    leave();
    events.subscribe({ group: "g" }, ({ id }) => void got.push(`new ${id}`));
    await settle();
    expect(got).toEqual([]);
    release();
    await settle();
    expect(got).toEqual(["old one", "new two"]);
  });

  it("stores how far it is once for many events", async () => {
    const storage = memory();
    let saves = 0;
    const wrapped = wrapStorage(storage, {
      saveGroup: (change) => {
        saves += 1;
        return storage.saveGroup!(change);
      },
    });
    const test = await testOrchestrator({ storage: wrapped });
    await flood(test, 2560);
    let count = 0;
    test.events.subscribe({ group: "g", fromPosition: 1 }, () => void (count += 1));
    await until(() => count === 2560);
    expect(saves).toBeLessThanOrEqual(20);
    await test.clock.advance(100);
    expect(await storage.getGroup!("g")).toEqual({ group: "g", position: 2560 });
  });
});

describe("a failed event", () => {
  it("is tried again, with growing waits, while others go on; those of its correlation wait", async () => {
    const { clock, events, logs } = await testOrchestrator();
    for (const [id, correlationId] of [
      ["a1", "a"],
      ["b1", "b"],
      ["a2", "a"],
    ] as const)
      await events.publish({ type: "x", id, correlationId });
    const log: string[] = [];
    events.subscribe({ group: "g", fromPosition: 1, retry: RETRY }, ({ id }, { attempt }) => {
      log.push(`${id} ${attempt}`);
      if (id === "a1" && attempt < 3) throw new Error("not yet");
    });
    await settle();
    expect(log).toEqual(["a1 1", "b1 1"]);
    // The script's randomness gives half of the longest wait.
    await clock.advance(499);
    expect(log).toHaveLength(2);
    await clock.advance(1);
    expect(log).toEqual(["a1 1", "b1 1", "a1 2"]);
    await clock.advance(750);
    expect(log).toEqual(["a1 1", "b1 1", "a1 2", "a1 3", "a2 1"]);
    expect(logs[0]).toMatchObject({
      level: "warn",
      fields: { group: "g", event_id: "a1", attempt: 1, wait_ms: 500, error: "Error: not yet" },
    });
    expect(await events.deadLetters("g")).toEqual([]);
  });

  it("waits as long as its handler asks, and is given up at once when it says so", async () => {
    const { clock, events } = await withEvents(["later", "never"]);
    const log: string[] = [];
    events.subscribe({ group: "g", fromPosition: 1, retry: RETRY }, ({ id }, { attempt }) => {
      log.push(`${id} ${attempt}`);
      if (attempt > 1) return;
      const retryable = id === "later";
      throw new ActionError({
        code: "NO",
        message: "no",
        retryable,
        ...(retryable && { retryAfterMs: 5000 }),
      });
    });
    await settle();
    await clock.advance(4999);
    expect(log).toEqual(["later 1", "never 1"]);
    await clock.advance(1);
    expect(log).toEqual(["later 1", "never 1", "later 2"]);
    expect((await events.deadLetters("g")).map(({ event }) => event.id)).toEqual(["never"]);
  });

  it("becomes a dead letter in the end, and the next of its correlation comes", async () => {
    const storage = memory();
    const { clock, events } = await testOrchestrator({ storage });
    for (const id of ["1", "2"]) await events.publish({ type: "x", id, correlationId: "c" });
    const log: string[] = [];
    events.subscribe({ group: "g", fromPosition: 1, retry: RETRY }, ({ id }) => {
      log.push(id);
      if (id === "1") throw new Error("no");
    });
    await settle();
    await clock.advance(10_000);
    expect(log).toEqual(["1", "1", "1", "2"]);
    const [letter] = await events.deadLetters("g");
    expect(letter).toEqual({
      position: 1,
      event: expect.objectContaining({ id: "1", position: 1 }) as CloudEvent,
      attempts: 3,
      error: "Error: no",
      time: clock.now() - 10_000 + 500 + 750,
      is_due: false,
    });
    expect(await storage.getGroup!("g")).toEqual({ group: "g", position: 2 });
  });

  it("holds its group back once very much was read behind it", async () => {
    const test = await testOrchestrator();
    await test.events.publish({ type: "x", id: "bad", correlationId: "bad" });
    await flood(test, 6000);
    let count = 0;
    test.events.subscribe({ group: "g", fromPosition: 1, retry: RETRY }, ({ id }, { attempt }) => {
      if (id === "bad" && attempt === 1) throw new Error("not yet");
      count += 1;
    });
    await until(() => count >= 4096);
    await settle();
    expect(count).toBeLessThan(4096 + 512);
    await test.clock.advance(500);
    await until(() => count === 6001);
  });
});

describe("a storage that fails", () => {
  it("delays a group until it can be read again", async () => {
    const storage = memory();
    let failures = 2;
    const wrapped = wrapStorage(storage, {
      readEvents: (after, limit) => {
        failures -= 1;
        return failures >= 0 ? Promise.reject(new Error("no disk")) : storage.readEvents!(after, limit);
      },
    });
    const { clock, events, logs } = await withEvents(["one"], { storage: wrapped });
    const got: string[] = [];
    events.subscribe({ group: "g", fromPosition: 1 }, ({ id }) => void got.push(id));
    await settle();
    await clock.advance(1999);
    expect(got).toEqual([]);
    await clock.advance(1);
    await settle();
    expect([got, logs.map(({ message }) => message)]).toEqual([
      ["one"],
      ["Events could not be read.", "Events could not be read."],
    ]);
  });

  it("costs a group no event when its place can't be stored", async () => {
    const storage = memory();
    let isBroken = false;
    const wrapped = wrapStorage(storage, {
      saveGroup: (change) => (isBroken ? Promise.reject(new Error("no disk")) : storage.saveGroup!(change)),
    });
    const { clock, events, logs } = await withEvents(["a", "b"], { storage: wrapped });
    events.subscribe({ group: "g", fromPosition: 1, retry: { maxAttempts: 1 } }, () => {
      isBroken = true;
      throw new Error("no");
    });
    await settle();
    expect([await events.deadLetters("g"), await storage.getGroup!("g")]).toEqual([
      [],
      { group: "g", position: 0 },
    ]);
    isBroken = false;
    await clock.advance(1000);
    expect((await events.deadLetters("g")).map(({ event }) => event.id)).toEqual(["a", "b"]);
    expect(await storage.getGroup!("g")).toEqual({ group: "g", position: 2 });
    expect(logs.some(({ message }) => message === "A consumer group could not be saved.")).toBe(true);
  });
});

describe("a stop", () => {
  it("lets members finish what they have in hand, hands out nothing more, and stores the place", async () => {
    const storage = memory();
    const { events, orchestrator } = await withEvents(["one", "two"], { storage });
    const got: string[] = [];
    let release: () => void = () => undefined;
    events.subscribe({ group: "g", fromPosition: 1 }, async ({ id }) => {
      await new Promise<void>((resolve) => (release = resolve));
      got.push(id);
    });
    await settle();
    const stopped = orchestrator.stop();
    await settle();
    release();
    await stopped;
    expect([got, await storage.getGroup!("g")]).toEqual([["one"], { group: "g", position: 1 }]);
  });

  it("does not wait for a member longer than its deadline", async () => {
    const { clock, events, orchestrator } = await withEvents(["one"]);
    events.subscribe({ group: "g", fromPosition: 1 }, () => new Promise(() => undefined));
    await settle();
    const stopped = orchestrator.stop({ deadlineMs: 50 });
    await settle();
    await clock.advance(50);
    await expect(stopped).resolves.toBeUndefined();
  });
});
