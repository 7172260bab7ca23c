import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { gated } from "../definitions.mjs";
import { openTutti, start, store } from "../subjects/tutti.mjs";

const UNFINISHED = 1000;
const WAIT_MS = 30_000;
const CHILD = path.join(import.meta.dirname, "../../bin/child.mjs");

/** Kills a process in the middle of 1,000 executions, and goes on with them. */
export async function measure({ crash = false, share = 1, ...options }) {
  const count = Math.ceil(UNFINISHED * share);
  if (crash) return startAndHang(count, options);
  const ids = await acknowledgedBeforeTheCrash({ ...options, share });
  const started = performance.now();
  const tutti = await openTutti(options);
  const openMs = performance.now() - started;
  const ended = await Promise.all(
    ids.map((id) => tutti.workflows.waitForExecution(id, { timeoutMs: WAIT_MS })),
  );
  const allMs = performance.now() - started;
  await tutti.stop();
  const right = ended.filter(({ success, execution }, x) => success && execution.result.v === x).length;
  return { resume: { openMs, allMs, lost: count - right } };
}

/** Gives the ids of the executions whose start was answered before the kill. */
async function acknowledgedBeforeTheCrash(options) {
  const child = fork(CHILD, [import.meta.url, JSON.stringify({ ...options, crash: true })], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const [{ acknowledged, failure }] = await once(child, "message");
  child.kill("SIGKILL");
  await once(child, "exit");
  if (failure !== undefined) throw new Error(failure);
  return acknowledged;
}

async function startAndHang(count, options) {
  const tutti = await openTutti({ ...options, gateOpen: false });
  const id = await store(tutti, gated());
  const acknowledged = await Promise.all(Array.from({ length: count }, (_, x) => start(tutti, id, { x })));
  process.send({ acknowledged });
  return new Promise(() => {});
}
