import { memory } from "@tutti/core";
import type { AccessStore, AuditEntry } from "@tutti/core/runtime";
import { ApiKeys } from "../auth/api-keys";
import { createAuth } from "../auth/create-auth";
import { createServer } from "../index";
import { hello } from "../testing/actions";
import { serve, stopAll } from "../testing/serve";
import { AuditTrail } from "./audit-trail";

afterEach(stopAll);

const ROOT = "/api/v1";

async function audited(lockout = {}) {
  const storage = memory();
  const store = storage.access as AccessStore;
  const keys = new ApiKeys({ store });
  const served = await serve({
    auth: createAuth({ keys: store, lockout }),
    audit: { log: store },
    core: { storage },
  });
  const made = await keys.create({ name: "root", role: "admin" }, "ada");
  const as = (key: string, rest: object = {}) => ({ ...rest, headers: { authorization: `Bearer ${key}` } });
  const root = made.key;
  const audit = async (query = "") =>
    (await served.ask("GET", `${ROOT}/audit${query}`, as(root))).body as unknown as {
      readonly entries: readonly (Omit<AuditEntry, "time"> & {
        readonly time: string;
        readonly position: number;
      })[];
      readonly next_cursor: string | null;
    };
  return { ...served, as, audit, keys, root, rootId: made.view.key_id, store };
}

it("has every change, with who made it, from where, and how it came out", async () => {
  const { as, ask, audit, root, rootId } = await audited();
  const { body } = await ask("POST", `${ROOT}/workflows`, as(root, { body: hello }));
  await ask("POST", `${ROOT}/workflows?hush=1`, as(root, { body: hello }));
  await ask("POST", `${ROOT}/workflows/${body.workflow_id}/executions?wait=10`, as(root, { body: {} }));
  await ask("POST", `${ROOT}/workflows`, as(root, { body: { name: "" } }));
  await ask("POST", `${ROOT}/workflows/validate`, as(root, { body: hello }));
  await ask("GET", `${ROOT}/workflows`, as(root));
  const by = { user: "key:root", key_id: rootId, address: "127.0.0.1", method: "POST" };
  const { entries } = await audit();
  const path = `${ROOT}/workflows`;
  expect(entries).toMatchObject([
    { ...by, action: "createWorkflow", status: 422, code: "INVALID_DEFINITION" },
    { ...by, action: "startExecution", status: 200, code: null },
    { ...by, action: "createWorkflow", status: 400, code: "INVALID_QUERY", path },
    { ...by, action: "createWorkflow", status: 201, code: null, path },
  ]);
  expect(JSON.stringify(entries)).not.toContain("hush");
  expect(entries[0]?.time).toMatch(/^\d{4}-.*Z$/);
});

it("has every refusal, of reading too", async () => {
  const { as, ask, audit, keys } = await audited({ failures: 3 });
  const viewer = await keys.create({ name: "look", role: "viewer" }, "ada");
  await ask("POST", `${ROOT}/workflows`, as(viewer.key, { body: hello }));
  await ask("GET", `${ROOT}/audit`, as(viewer.key));
  await ask("GET", `${ROOT}/workflows`);
  await ask("GET", `${ROOT}/workflows`, as("nonsense"));
  const seen = (await audit()).entries.map(({ action, code, status, user }) => [user, action, status, code]);
  expect(seen).toEqual([
    [null, "listWorkflows", 401, "UNAUTHENTICATED"],
    [null, "listWorkflows", 401, "UNAUTHENTICATED"],
    ["key:look", "listAudit", 403, "FORBIDDEN"],
    ["key:look", "createWorkflow", 403, "FORBIDDEN"],
  ]);
});

it("has nothing of addresses that are not there, and of methods that they do not take", async () => {
  const { as, ask, audit, root } = await audited();
  await ask("POST", "/nowhere", as(root, { body: {} }));
  await ask("DELETE", `${ROOT}/workflows`, as(root));
  expect((await audit()).entries).toEqual([]);
});

it("is read page by page, and filtered", async () => {
  const { as, ask, audit, root } = await audited();
  for (let made = 0; made < 3; made++) await ask("POST", `${ROOT}/workflows`, as(root, { body: hello }));
  await ask("DELETE", `${ROOT}/workflows/none`, as(root));
  const first = await audit("?limit=2&user=key:root");
  const second = await audit(`?limit=2&user=key:root&cursor=${first.next_cursor}`);
  expect([...first.entries, ...second.entries].map(({ position }) => position)).toEqual([4, 3, 2, 1]);
  expect((await audit("?action=deleteWorkflow")).entries).toMatchObject([
    { status: 404, code: "UNKNOWN_WORKFLOW" },
  ]);
  const { time = "" } = first.entries[0] ?? {};
  expect((await audit("?until=2020-01-01T00:00:00Z")).entries).toEqual([]);
  expect((await audit(`?since=${time}`)).entries.length).toBeGreaterThan(0);
});

it("is for administrators of everything", async () => {
  const { as, ask, keys } = await audited();
  const { key } = await keys.create({ name: "team", role: "admin", tags: ["etl"] }, "ada");
  const { body } = await ask("GET", `${ROOT}/audit`, as(key));
  expect(body).toMatchObject({
    status: 403,
    detail: expect.stringContaining("admin, of all workflows") as string,
  });
});

it("keeps no answer back when it takes nothing", async () => {
  const { store } = await audited();
  const log: AccessStore = Object.assign(Object.create(store) as AccessStore, {
    addAudit: () => Promise.reject(new Error("the disk is full")),
  });
  const { ask } = await serve({ audit: { log } });
  expect((await ask("POST", `${ROOT}/workflows`, { body: hello })).status).toBe(201);
});

describe("the trail", () => {
  const entry = (rest: Partial<AuditEntry> = {}): AuditEntry => ({
    time: 0,
    request_id: "r",
    user: null,
    key_id: null,
    action: "listWorkflows",
    method: "GET",
    path: "/",
    address: "192.0.2.1",
    status: 401,
    code: "UNAUTHENTICATED",
    ...rest,
  });
  const trailOf = (keepDays?: number) => {
    const store = memory().access as AccessStore;
    const trail = new AuditTrail({ log: store, ...(keepDays === undefined ? {} : { keepDays }) });
    const count = async () => (await store.listAudit({ limit: 1000 })).rows.length;
    return { count, store, trail };
  };

  it("notes 20 refusals of strangers a minute and network, 1,000 in all, and everything of those it knows", async () => {
    const { count, trail } = trailOf();
    for (let asked = 0; asked < 30; asked++) await trail.add(entry());
    expect(await count()).toBe(20);
    await trail.add(entry({ time: 60_000 }));
    for (let asked = 0; asked < 30; asked++) await trail.add(entry({ user: "ada", time: 60_000 }));
    expect(await count()).toBe(51);
    const { count: countAll, trail: flooded } = trailOf();
    for (let asked = 0; asked < 1100; asked++)
      await flooded.add(entry({ address: `10.0.${asked >> 8}.${asked & 255}` }));
    expect(await countAll()).toBe(1000);
  });

  it("forgets what is too old, once a day", async () => {
    const DAY = 86_400_000;
    const { count, trail } = trailOf(2);
    await trail.add(entry({ user: "ada", time: 10 * DAY }));
    await trail.add(entry({ user: "ada", time: 10.5 * DAY }));
    await trail.add(entry({ user: "ada", time: 12.1 * DAY }));
    expect(await count()).toBe(2);
    await trail.add(entry({ user: "ada", time: 12.6 * DAY }));
    expect(await count()).toBe(3);
    await trail.add(entry({ user: "ada", time: 13.2 * DAY }));
    expect(await count()).toBe(3);
  });

  it("may keep everything", async () => {
    const { count, trail } = trailOf(Number.POSITIVE_INFINITY);
    await trail.add(entry({ user: "ada" }));
    await trail.add(entry({ user: "ada", time: 1e13 }));
    expect(await count()).toBe(2);
  });

  it("needs a number of days that makes sense", async () => {
    expect(() => trailOf(0)).toThrow("audit.keepDays is 0");
    const { orchestrator } = await serve();
    const log = memory().access as AccessStore;
    const wrong = createServer({ orchestrator, audit: { log, keepDays: Number.NaN } });
    await expect(wrong).rejects.toMatchObject({ code: "INVALID_SERVER_OPTIONS" });
  });
});
