import type { AccessStore, ApiKeyRecord, AuditEntry, AuditQuery, Storage } from "@tutti/core/runtime";
import { same } from "../check";
import { NOON } from "./samples";
import { needing, type StorageCase, type StorageGroup, storageCase } from "./storage-case";

function accessOf({ access, name }: Storage): AccessStore {
  if (access === undefined) throw new Error(`${name} declares access, and has none.`);
  return access;
}

function aKey(key_id: string, rest: Partial<ApiKeyRecord> = {}): ApiKeyRecord {
  return {
    key_id,
    name: "ci",
    hash: "00ff",
    scopes: ["read", "run"],
    tags: null,
    created_by: "ada",
    created_at: NOON,
    expires_at: null,
    revoked_at: null,
    last_used_at: null,
    ...rest,
  };
}

function anAudit(request_id: string, rest: Partial<AuditEntry> = {}): AuditEntry {
  return {
    time: NOON,
    request_id,
    user: "ada",
    key_id: null,
    action: "createWorkflow",
    method: "POST",
    path: "/api/v1/workflows",
    address: "192.0.2.1",
    status: 201,
    code: null,
    ...rest,
  };
}

const full = aKey("k2", {
  tags: ["a", "\ud800"],
  expires_at: NOON + 1,
  revoked_at: NOON + 2,
  last_used_at: 7,
});

const keyCases: StorageCase[] = [
  storageCase("are none in a new storage", async (storage) => {
    const access = accessOf(storage);
    same([await access.listKeys(), await access.getKey("k1")], [[], undefined]);
  }),
  storageCase("are given back as they are, the oldest first", async (storage) => {
    const access = accessOf(storage);
    await access.putKey(full);
    await access.putKey(aKey("k1"));
    same(await access.listKeys(), [full, aKey("k1")]);
    same(await access.getKey("k1"), aKey("k1"));
  }),
  storageCase("are changed in their place, but for when they were used", async (storage) => {
    const access = accessOf(storage);
    await access.putKey(aKey("k1"));
    await access.putKey(full);
    await access.markKeyUsed("k1", NOON + 5);
    await access.putKey(aKey("k1", { revoked_at: NOON + 9 }));
    same(await access.listKeys(), [aKey("k1", { revoked_at: NOON + 9, last_used_at: NOON + 5 }), full]);
  }),
  storageCase("are not made by being used", async (storage) => {
    const access = accessOf(storage);
    await access.markKeyUsed("k1", NOON);
    same(await access.listKeys(), []);
  }),
];

const keysRemain = storageCase("are there after a restart", async (storage, given) => {
  await accessOf(storage).putKey(full);
  await accessOf(storage).putKey(aKey("k1", { last_used_at: NOON }));
  const reopened = accessOf(await given.closedAndReopened(storage));
  same(await reopened.listKeys(), [full, aKey("k1", { last_used_at: NOON })]);
});

/** API keys. */
export const apiKeys: StorageGroup[] = [
  { title: "API keys", cases: [...needing("access", ...keyCases), ...needing("access restart", keysRemain)] },
];

async function idsOf(access: AccessStore, query: Partial<AuditQuery> = {}): Promise<string[]> {
  const { rows } = await access.listAudit({ limit: 100, ...query });
  return rows.map(({ request_id }) => request_id);
}

const auditCases: StorageCase[] = [
  storageCase("has no entries in a new storage", async (storage) => {
    same(await accessOf(storage).listAudit({ limit: 10 }), { rows: [], next_cursor: null });
  }),
  storageCase("gives entries back whole, the newest first, with their places", async (storage) => {
    const access = accessOf(storage);
    const refused = anAudit("r2", { user: null, key_id: "k1", status: 401, code: "UNAUTHENTICATED" });
    await Promise.all([access.addAudit(anAudit("r1")), access.addAudit(refused)]);
    const { rows } = await access.listAudit({ limit: 10 });
    same(rows, [
      { ...refused, position: 2 },
      { ...anAudit("r1"), position: 1 },
    ]);
  }),
  storageCase("is read page by page, also while it grows", async (storage) => {
    const access = accessOf(storage);
    for (const id of ["1", "2", "3", "4", "5"]) await access.addAudit(anAudit(id));
    const first = await access.listAudit({ limit: 2 });
    await access.addAudit(anAudit("6"));
    const second = await access.listAudit({ limit: 2, cursor: first.next_cursor ?? "" });
    const third = await access.listAudit({ limit: 2, cursor: second.next_cursor ?? "" });
    same(
      [first, second, third].map(({ rows }) => rows.map(({ request_id }) => request_id)),
      [["5", "4"], ["3", "2"], ["1"]],
    );
    same(third.next_cursor, null);
  }),
  storageCase("is filtered by user, action and time", async (storage) => {
    const access = accessOf(storage);
    await access.addAudit(anAudit("1"));
    await access.addAudit(anAudit("2", { user: "bob", time: NOON + 10 }));
    await access.addAudit(anAudit("3", { user: null, action: "deleteWorkflow", time: NOON + 20 }));
    same(await idsOf(access, { user: "bob" }), ["2"]);
    same(await idsOf(access, { action: "createWorkflow" }), ["2", "1"]);
    same(await idsOf(access, { since: NOON + 10 }), ["3", "2"]);
    same(await idsOf(access, { until: NOON + 10 }), ["1"]);
    same(await idsOf(access, { user: "bob", until: NOON + 10 }), []);
  }),
  storageCase("forgets what is older than a time, and nothing else", async (storage) => {
    const access = accessOf(storage);
    for (const [at, id] of ["1", "2", "3"].entries()) await access.addAudit(anAudit(id, { time: NOON + at }));
    same(await access.forgetAudit(NOON + 2), 2);
    same(await idsOf(access), ["3"]);
    await access.addAudit(anAudit("4"));
    const { rows } = await access.listAudit({ limit: 1 });
    same(rows, [{ ...anAudit("4"), position: 4 }]);
  }),
];

const auditRemains = storageCase("holds what it acknowledged after a crash", async (storage, given) => {
  await accessOf(storage).addAudit(anAudit("1"));
  same(await idsOf(accessOf(await given.crashedAndReopened(storage))), ["1"]);
});

/** The audit log. */
export const auditLog: StorageGroup[] = [
  {
    title: "the audit log",
    cases: [...needing("access", ...auditCases), ...needing("access restart", auditRemains)],
  },
];
