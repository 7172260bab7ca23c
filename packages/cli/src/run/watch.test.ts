import { mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fakeIo, removeWorlds } from "../testing/fake-io";
import { watchFiles } from "./watch";

afterEach(removeWorlds);

/** Waits until something holds; a test that never gets there runs into its timeout. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(5);
}

function watched(duringRun: () => Promise<unknown> | undefined = () => undefined) {
  const io = fakeIo({ files: { "flow.yaml": "one" } });
  const seen = { runs: 0, waits: 0 };
  const run = async (): Promise<number> => {
    seen.runs += 1;
    await duringRun();
    return seen.runs;
  };
  const waiting = (): void => void (seen.waits += 1);
  const end = watchFiles({ files: ["flow.yaml"], run, waiting }, io);
  return { io, seen, end };
}

test("runs at once, again after a change, and ends with Ctrl-C", async () => {
  const { end, io, seen } = watched();
  await until(() => io.isListening);
  io.save("flow.yaml", "two");
  await until(() => seen.waits === 2 && io.isListening);
  io.interrupt();
  expect(await end).toBe(2);
  expect(io.isListening).toBe(false);
});

test("a new file in the place of the old one is a change; other files are none", async () => {
  const { end, io, seen } = watched();
  await until(() => io.isListening);
  io.save("other.yaml", "x");
  mkdirSync(path.join(io.cwd, "folder"));
  await sleep(250);
  expect(seen.runs).toBe(1);
  renameSync(path.join(io.cwd, "other.yaml"), path.join(io.cwd, "flow.yaml"));
  await until(() => seen.waits === 2 && io.isListening);
  rmSync(path.join(io.cwd, "flow.yaml"));
  await until(() => seen.waits === 3 && io.isListening);
  io.interrupt();
  expect(await end).toBe(3);
});

test("several writes are one change", async () => {
  const { end, io, seen } = watched();
  await until(() => io.isListening);
  for (let count = 0; count < 5; count++) {
    io.save("flow.yaml", String(count));
    await sleep(10);
  }
  await until(() => seen.waits === 2 && io.isListening);
  await sleep(200);
  io.interrupt();
  expect(await end).toBe(2);
});

test("a change during a run counts when the run has ended", async () => {
  let isFirst = true;
  const { end, io, seen } = watched(() => {
    if (!isFirst) return undefined;
    isFirst = false;
    // After the watcher has begun, and until its change has settled.
    return sleep(20)
      .then(() => io.save("flow.yaml", "two"))
      .then(() => sleep(250));
  });
  await until(() => seen.waits === 2 && io.isListening);
  io.interrupt();
  expect(await end).toBe(2);
});
