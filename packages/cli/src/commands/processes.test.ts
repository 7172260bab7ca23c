import { readFileSync } from "node:fs";
import path from "node:path";
import { fakeIo, removeWorlds } from "../testing/fake-io";
import { endProcesses, startTutti } from "../testing/process";
import { APPROVAL, NAP } from "../testing/workflows";

jest.setTimeout(120_000);
afterEach(async () => {
  await endProcesses();
  removeWorlds();
});

const project = () => fakeIo({ files: { "approval.yaml": APPROVAL, "nap.yaml": NAP } });

const BY = ["--payload", '{"by":"Eve"}'];

test("a run in one process is followed and signalled from others", async () => {
  const io = project();
  const owner = startTutti(io, "run", "approval.yaml", "-p", "pin=1234");
  await owner.said("approve waits for the signal approved");
  const follower = startTutti(io, "events", "last", "--follow");
  await follower.said("action.waiting");
  const list = await startTutti(io, "executions").ended;
  expect(list).toMatchObject({ code: 0, err: "" });
  expect(list.out).toMatch(/ ◷ waiting .* Approval\n$/);
  const signal = await startTutti(io, "signal", "last", "approved", ...BY).ended;
  expect(signal).toMatchObject({ code: 0, err: "" });
  expect(await owner.ended).toMatchObject({ code: 0, err: "" });
  const followed = await follower.ended;
  expect(followed).toMatchObject({ code: 0, err: "" });
  expect(followed.out).toMatch(/execution\.completed\n$/);
  // Nothing secret in the file, nor in what was said.
  expect(readFileSync(path.join(io.cwd, "tutti.db")).includes("1234")).toBe(false);
});

test("an execution is cancelled from another process", async () => {
  const io = project();
  const owner = startTutti(io, "run", "approval.yaml");
  await owner.said("approve waits");
  expect(await startTutti(io, "cancel", "last", "--reason", "too late").ended).toMatchObject({
    code: 0,
    err: "",
  });
  const { code, err } = await owner.ended;
  expect(code).toBe(1);
  expect(err).toContain("Cancelled by ada: too late.");
});

test("a run that was killed is completed by a worker", async () => {
  const io = project();
  const owner = startTutti(io, "run", "nap.yaml");
  await owner.said("nap waits");
  const follower = startTutti(io, "events", "last", "--follow");
  await follower.said("action.waiting");
  owner.child.kill("SIGKILL");
  const followed = await follower.ended;
  expect(followed.code).toBe(1);
  expect(followed.err).toContain("Nothing runs this store now: tutti worker goes on with the execution");
  const worker = await startTutti(io, "worker", "--until-idle").ended;
  expect(worker.code).toBe(0);
  expect(worker.out).toMatch(/ tell │ awake\n[^]* ✔ Completed in \S+: 2 completed \(Nap\)\n$/);
});

test("a run in the process of another one goes on here when that one is killed", async () => {
  const io = project();
  const worker = startTutti(io, "worker");
  await worker.said("0 unfinished executions");
  const run = startTutti(io, "run", "nap.yaml");
  await run.said("nap waits");
  worker.child.kill("SIGKILL");
  const { code, err, out } = await run.ended;
  expect(err).toMatch(/^The store belongs to process \d+ \(tutti worker\), which runs it\.\n$/);
  expect(code).toBe(0);
  expect(out).toMatch(/tell │ awake\n[^]*✔ Completed in \S+: 2 completed\n$/);
});

test("SIGTERM ends a worker, and leaves what waits", async () => {
  const io = project();
  const worker = startTutti(io, "worker");
  await worker.said("0 unfinished executions");
  const started = await startTutti(io, "start", "approval.yaml").ended;
  expect(started).toMatchObject({ code: 0, err: "" });
  await worker.said("approve waits");
  worker.child.kill("SIGTERM");
  expect((await worker.ended).code).toBe(0);
  const shown = await startTutti(io, "show", started.out.trim(), "--json").ended;
  expect(JSON.parse(shown.out)).toMatchObject({
    execution: { status: "waiting", progress: { actions: 2, ended: 0 } },
  });
});
