import { memory } from "@tutti/core";
import type { AccessStore } from "@tutti/core/runtime";
import { ApiKeys } from "./api-keys";
import { newKey } from "./api-key";

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 0, 1, 12);

function setup() {
  const store = memory().access as AccessStore;
  const clock = { now: NOON };
  return { store, clock, keys: new ApiKeys({ store, now: () => clock.now }) };
}

describe("creating", () => {
  it("shows the key once, and stores its hash alone", async () => {
    const { keys, store } = setup();
    const { key, view } = await keys.create(
      { name: "ci", role: "operator", tags: ["etl"], lifetimeMs: DAY },
      "ada",
    );
    expect(view).toEqual({
      key_id: key.split("_")[1],
      name: "ci",
      status: "active",
      scopes: ["read", "run"],
      tags: ["etl"],
      created_by: "ada",
      created_at: "2026-01-01T12:00:00.000Z",
      expires_at: "2026-01-02T12:00:00.000Z",
      revoked_at: null,
      last_used_at: null,
    });
    expect(await keys.list()).toEqual([view]);
    const stored = JSON.stringify(await store.listKeys());
    expect(stored).toContain('"hash":');
    expect(stored).not.toContain(key.split("_")[2]?.slice(0, 20));
    expect(JSON.stringify(view)).not.toContain("hash");
  });

  it.each([
    { name: "" },
    { name: "a b" },
    { name: "-x" },
    { name: "x".repeat(65) },
    { role: "owner" },
    { role: "constructor" },
    { lifetimeMs: 0 },
    { lifetimeMs: Number.NaN },
    { tags: [] },
    { tags: [""] },
  ])("refuses %j", async (wrong) => {
    const { keys } = setup();
    const wish = { name: "ci", role: "viewer", ...wrong } as Parameters<ApiKeys["create"]>[0];
    await expect(keys.create(wish, "ada")).rejects.toMatchObject({ code: "INVALID_KEY", status: 422 });
    expect(await keys.list()).toEqual([]);
  });
});

describe("verifying", () => {
  it("knows the key's holder, and notes the use once a minute", async () => {
    const { clock, keys, store } = setup();
    const { key, view } = await keys.create({ name: "ci", role: "viewer" }, "ada");
    const used = async () => {
      expect(await keys.verify(key)).toMatchObject({ ok: true, record: { key_id: view.key_id } });
      return (await store.getKey(view.key_id))?.last_used_at;
    };
    expect(await used()).toBe(NOON);
    clock.now += 59_999;
    expect(await used()).toBe(NOON);
    clock.now += 1;
    expect(await used()).toBe(NOON + 60_000);
  });

  it("tells an unknown key and a wrong one nothing, and the same", async () => {
    const { keys, store } = setup();
    const { key, view } = await keys.create({ name: "ci", role: "viewer" }, "ada");
    // A key with the same id and another secret.
    const other = newKey().key;
    await store.putKey({
      ...((await store.getKey(view.key_id)) as NonNullable<Awaited<ReturnType<AccessStore["getKey"]>>>),
      hash: "0".repeat(64),
    });
    const refused = { ok: false, reason: "the key is not valid" };
    for (const presented of [key, other, "tutti_", "x", ""])
      expect(await keys.verify(presented)).toEqual(refused);
  });

  it("refuses an expired and a revoked key, from that ms on", async () => {
    const { clock, keys } = setup();
    const { key } = await keys.create({ name: "ci", role: "viewer", lifetimeMs: 1000 }, "ada");
    clock.now += 999;
    expect((await keys.verify(key)).ok).toBe(true);
    clock.now += 1;
    expect(await keys.verify(key)).toEqual({ ok: false, reason: "the key has expired" });
    const other = await keys.create({ name: "cd", role: "viewer" }, "ada");
    expect(await keys.revoke(other.view.key_id)).toMatchObject({
      status: "revoked",
      revoked_at: "2026-01-01T12:00:01.000Z",
    });
    expect(await keys.verify(other.key)).toEqual({ ok: false, reason: "the key was revoked" });
    clock.now += 5;
    expect((await keys.revoke(other.view.key_id)).revoked_at).toBe("2026-01-01T12:00:01.000Z");
  });

  it("lets its holder in although the store takes no note of it", async () => {
    const { store } = setup();
    let isDown = true;
    const failing: AccessStore = Object.assign(Object.create(store) as AccessStore, {
      markKeyUsed: (keyId: string, time: number) => {
        if (isDown) throw new Error("the disk is full");
        return store.markKeyUsed(keyId, time);
      },
    });
    const keys = new ApiKeys({ store: failing, now: () => NOON });
    const { key, view } = await keys.create({ name: "ci", role: "viewer" }, "ada");
    expect((await keys.verify(key)).ok).toBe(true);
    isDown = false;
    await keys.verify(key);
    expect((await store.getKey(view.key_id))?.last_used_at).toBe(NOON);
  });
});

describe("rotating", () => {
  it("makes a key that may do the same, and lets the old one work for a while", async () => {
    const { clock, keys } = setup();
    const old = await keys.create({ name: "ci", role: "author", tags: ["etl"], lifetimeMs: 10 * DAY }, "ada");
    clock.now += 3 * DAY;
    const made = await keys.rotate(old.view.key_id, { by: "bob", overlapMs: DAY });
    const { created_at, expires_at, name, scopes, tags } = made.view;
    expect([name, scopes, tags]).toEqual(["ci", ["read", "run", "write"], ["etl"]]);
    expect(Date.parse(expires_at ?? "") - Date.parse(created_at)).toBe(10 * DAY);
    clock.now += DAY - 1;
    expect([(await keys.verify(old.key)).ok, (await keys.verify(made.key)).ok]).toEqual([true, true]);
    clock.now += 1;
    expect([(await keys.verify(old.key)).ok, (await keys.verify(made.key)).ok]).toEqual([false, true]);
  });

  it("never lengthens the old one's life", async () => {
    const { keys } = setup();
    const old = await keys.create({ name: "ci", role: "viewer", lifetimeMs: 1000 }, "ada");
    await keys.rotate(old.view.key_id, { by: "ada", overlapMs: DAY });
    expect((await keys.list())[0]?.expires_at).toBe("2026-01-01T12:00:01.000Z");
  });

  it("refuses keys that are not there or worth nothing, and overlaps that make no sense", async () => {
    const { keys } = setup();
    await expect(keys.rotate("none", { by: "ada", overlapMs: 0 })).rejects.toMatchObject({
      code: "UNKNOWN_KEY",
    });
    await expect(keys.revoke("none")).rejects.toMatchObject({ code: "UNKNOWN_KEY" });
    const { view } = await keys.create({ name: "ci", role: "viewer" }, "ada");
    for (const overlapMs of [-1, Number.NaN])
      await expect(keys.rotate(view.key_id, { by: "ada", overlapMs })).rejects.toMatchObject({
        code: "INVALID_KEY",
      });
    await keys.revoke(view.key_id);
    await expect(keys.rotate(view.key_id, { by: "ada", overlapMs: 0 })).rejects.toThrow("is revoked");
  });
});
