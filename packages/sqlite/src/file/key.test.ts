import { readFileSync, rmSync, statSync } from "node:fs";
import { createOrchestrator } from "@tutti/core";
import { cleanUp, makeStore, openStore } from "../testing/store";

afterEach(cleanUp);

it("the key of secrets is made once, in a file that only its owner reads", () => {
  const store = openStore();
  const key = store.encryptionKey();
  expect(key.length).toBeGreaterThanOrEqual(64);
  expect(statSync(`${store.path}-key`).mode & 0o777).toBe(0o600);
  store.close();
  const again = openStore({ path: store.path });
  expect([again.encryptionKey(), readFileSync(`${store.path}-key`, "utf8").trim()]).toEqual([key, key]);
  expect(openStore({ path: store.path, access: "reader" }).encryptionKey()).toBe(key);
});

it("another store has another key", () => {
  expect(openStore().encryptionKey()).not.toBe(openStore().encryptionKey());
});

it("a reader makes none, and says what is missing", () => {
  const store = openStore();
  const reader = openStore({ path: store.path, access: "reader" });
  expect(() => reader.encryptionKey()).toThrow(
    /A stored secret could not be read: its key .*-key is missing/,
  );
});

it("a file that can't be read is an error that names it", () => {
  const store = openStore();
  expect(() => makeStore({ path: "/dev/null/x" }).encryptionKey()).toThrow(/can't be used/);
  expect(store.encryptionKey()).toBeTruthy();
});

it("secret parameters survive a restart, and can't be read from the file alone", async () => {
  const definition = {
    name: "secret",
    parameters: [{ name: "token", type: "string" as const, secret: true }],
    actions: [{ action_id: "nap", action_type: "wait", config: { seconds: 3600 } }],
  };
  const { path } = makeStore();
  const first = await createOrchestrator({ storage: makeStore({ path }) });
  const { workflow } = await first.workflows.createWorkflow(definition, "ada");
  const started = await first.workflows.startWorkflow(
    workflow?.workflow_id ?? "",
    { token: "hunter2" },
    "ada",
  );
  const id = started.execution?.execution_id ?? "";
  await first.stop();
  expect(readFileSync(path).includes("hunter2")).toBe(false);

  const second = await createOrchestrator({ storage: makeStore({ path }) });
  const rerun = await second.workflows.rerunExecution(id, "ada");
  expect(rerun.success).toBe(true);
  await second.stop();

  rmSync(`${path}-key`);
  const third = await createOrchestrator({ storage: makeStore({ path }) });
  await expect(third.workflows.getExecution(id)).rejects.toMatchObject({ code: "UNSEALABLE" });
  await third.stop();
});
