import { existsSync } from "node:fs";
import path from "node:path";
import { BY, FILES, IDLE, json, lastId, project, tutti } from "../testing/commands";
import { fakeIo, removeWorlds } from "../testing/fake-io";
import { HELLO } from "../testing/workflows";

jest.setTimeout(30_000);
afterEach(removeWorlds);

describe("run stores", () => {
  test("the workflow and its execution, in the project's file", async () => {
    const io = project();
    expect(await io.tutti("run", "hello.yaml", "-p", "user_name=Ada")).toBe(0);
    expect(io.err).toBe("");
    expect(existsSync(path.join(io.cwd, "tutti.db"))).toBe(true);
    const { executions, next_cursor } = await json(io, "executions");
    expect(executions).toMatchObject([{ workflow_name: "Hello", status: "completed", created_by: "ada" }]);
    expect(next_cursor).toBeNull();
    const { workflows } = await json(io, "list");
    expect(workflows).toMatchObject([{ name: "Hello", revision: 1 }]);
  });

  test("the same file again as the same workflow, and a changed one as its next revision", async () => {
    const io = project();
    const run = (...more: string[]) => tutti(io, "run", "hello.yaml", "-p", "user_name=Ada", ...more);
    await run();
    await run("--user", "eve");
    io.save("hello.yaml", HELLO.replace("outputs:", "tags: [greeting]\noutputs:"));
    await run();
    io.save("hello.yaml", HELLO.replace(/outputs:.*/, ""));
    await run();
    expect((await json(io, "list")).workflows).toMatchObject([{ name: "Hello", revision: 3 }]);
    const { executions } = await json(io, "executions");
    expect(executions.map((one) => one.workflow_revision)).toEqual([3, 2, 1, 1]);
    expect((await json(io, "show", "Hello")).workflow).not.toHaveProperty("tags");
    expect((await json(io, "executions", "--user", "eve")).executions).toHaveLength(1);
  });

  test("nothing of a definition that is wrong", async () => {
    const io = project();
    expect(await io.tutti("run", "wrong.yaml")).toBe(2);
    expect(io.err).toContain("wrong.yaml:8:15");
    expect((await json(io, "list")).workflows).toEqual([]);
  });

  test.each([
    [["--storage", "memory"], {}, ""],
    [[], { TUTTI_STORAGE: "memory" }, ""],
    [[], {}, "storage: { memory: true }"],
  ])("nothing at all, as %j, %j or the configuration says", async (options, env, config) => {
    const io = fakeIo({ files: { ...FILES, "tutti.config.yaml": config }, env });
    expect(await io.tutti("run", "hello.yaml", "-p", "user_name=Ada", ...options)).toBe(0);
    expect(existsSync(path.join(io.cwd, "tutti.db"))).toBe(false);
  });

  test("elsewhere, as the configuration says, and the option before it", async () => {
    const io = fakeIo({ files: { ...FILES, "tutti.config.yaml": "storage: { path: data/mine.db }\n" } });
    await io.tutti("run", "hello.yaml", "-p", "user_name=Ada");
    expect(existsSync(path.join(io.cwd, "data/mine.db"))).toBe(true);
    await io.tutti("run", "hello.yaml", "-p", "user_name=Ada", "--storage", "other.db");
    expect(existsSync(path.join(io.cwd, "other.db"))).toBe(true);
    expect((await json(io, "executions")).executions).toHaveLength(1);
  });

  test("not where it can't, and says what to do", async () => {
    const io = project();
    io.save("blocked", "a file");
    expect(await io.tutti("run", "hello.yaml", "-p", "user_name=Ada", "-s", "blocked/tutti.db")).toBe(2);
    expect(io.err).toMatch(/^error\[STORAGE_UNAVAILABLE\]: [^]*--storage memory/);
  });
});

describe("while run owns the store", () => {
  test("its execution can be seen, signalled and followed", async () => {
    const io = project();
    const running = io.tutti("run", "approval.yaml", "-p", "pin=1234");
    await io.said("approve waits for the signal approved");
    const { executions } = await json(io, "executions", "--status", "waiting,running");
    expect(executions).toHaveLength(1);
    const shown = await tutti(io, "show", "last");
    expect(shown.out).toMatch(/approve {2}◷ waiting +1 +\S+ +for the signal approved\n/);
    expect(shown.out).toMatch(/progress {2}0 of 2 actions have ended\n/);
    expect(shown.out).not.toContain("1234");
    const follower = fakeIo({ beside: io });
    const followed = follower.tutti("events", "last", "--follow");
    await follower.said("action.waiting");
    const refused = await tutti(io, "signal", "last", "approved");
    expect(refused).toMatchObject({ code: 2, out: "" });
    expect(refused.err).toContain("error[INVALID_SIGNAL_PAYLOAD]");
    const { code, err, out } = await tutti(io, "signal", executions[0]!.execution_id, "approved", ...BY);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/ Approval got the signal: /);
    expect(await Promise.all([running, followed])).toEqual([0, 0]);
    expect(follower.out).toMatch(/signal\.received +approved {2}by ada\n[^]*execution\.completed\n$/);
    expect(io.out).toContain("the signal approved came from ada\n");
  });

  test("its execution can be cancelled", async () => {
    const io = project();
    const running = io.tutti("run", "waiting.yaml");
    await io.said("nap waits");
    expect(await tutti(io, "pause", "last")).toMatchObject({ code: 0, err: "" });
    expect(await tutti(io, "resume", "last")).toMatchObject({ code: 0, err: "" });
    expect((await tutti(io, "cancel", "last", "--reason", "too long", "--user", "eve")).code).toBe(0);
    expect(await running).toBe(1);
    expect(io.out).toContain("paused by ada");
    expect(io.err).toContain("Cancelled by eve: too long.");
    expect(io.out).toContain("tell │ tidied up");
  });

  test("another run goes there, and takes over when the owner ends before it", async () => {
    const io = project();
    const owner = io.tutti("run", "approval.yaml");
    await io.said("approve waits");
    const first = await lastId(io);
    const other = fakeIo({ beside: io });
    const guest = other.tutti("run", "approval.yaml", "-p", "item=chair");
    await other.said("approve waits");
    expect(other.err).toMatch(/^The store belongs to process \d+ \(tutti run\), which runs it\.\n$/);
    await tutti(io, "signal", first, "approved", ...BY);
    expect(await owner).toBe(0);
    io.save("payload.yaml", "by: Bob\n");
    const signalled = await tutti(io, "signal", "last", "approved", "--payload-file", "payload.yaml");
    expect(signalled.code).toBe(0);
    expect(await guest).toBe(0);
    expect(other.out).toContain("Its process has ended; it goes on here.\n");
    expect(other.out).toContain("  by    Bob\n");
  });

  test("what needs other plugins waits until it has ended", async () => {
    const io = project();
    const owner = io.tutti("run", "approval.yaml");
    await io.said("approve waits");
    const first = await lastId(io);
    const other = fakeIo({ beside: io });
    const started = other.tutti("start", "hello.yaml", "-p", "user_name=Ada");
    await other.said("Waiting until process");
    const third = fakeIo({ beside: io });
    const run = third.tutti("run", "hello.yaml", "-p", "user_name=Ada");
    await third.said("Waiting until it has ended: it has not the plugins for ");
    await tutti(io, "signal", first, "approved", ...BY);
    expect(await Promise.all([owner, started, run])).toEqual([0, 0, 0]);
  });

  test("a worker can't own it", async () => {
    const io = project();
    const owner = io.tutti("run", "approval.yaml");
    await io.said("approve waits");
    const { code, err } = await tutti(io, "worker");
    expect(code).toBe(2);
    expect(err).toMatch(
      /error\[STORAGE_IN_USE\]: Storage ".*tutti\.db" belongs to process \d+ \(tutti run\)\./,
    );
    const pruned = await tutti(io, "storage", "prune", "--keep", "0");
    expect(pruned.err).toMatch(/belongs to process \d+ \(tutti run\)\./);
    const copied = await tutti(io, "storage", "backup", "copy.db");
    expect(copied.out).toMatch(/^✔ copy\.db: \d+ bytes\n$/);
    expect((await tutti(io, "storage", "check")).code).toBe(0);
    io.interrupt();
    expect(await owner).toBe(1);
  });
});

describe("while nothing runs the store", () => {
  test("start keeps the work for a worker", async () => {
    const io = project();
    const started = await tutti(io, "start", "hello.yaml", "-p", "user_name=Ada");
    expect(started).toMatchObject({ code: 0, err: IDLE });
    const id = started.out.trim();
    const followed = await tutti(io, "events", "last", "--follow");
    expect(followed.code).toBe(1);
    expect(followed.err).toMatch(
      /^Nothing runs this store now: tutti worker goes on with the execution, which is /,
    );
    const worker = await tutti(io, "worker", "--until-idle");
    expect(worker.code).toBe(0);
    expect(worker.err).toMatch(/^Working on .*tutti\.db: 1 unfinished execution\.\n$/);
    expect(worker.out).toContain(`${id.slice(0, 13)} greet │ Hello ADA\n`);
    expect(worker.out).toMatch(/ ✔ Completed in \S+: 2 completed \(Hello\)\n$/);
    expect(await tutti(io, "events", "last", "--follow", "--from", "99")).toMatchObject({ code: 0, out: "" });
  });

  test("a workflow that is stored is started by its id or name; a key starts it once", async () => {
    const io = project();
    const { out } = await tutti(io, "start", "approval.yaml", "--idempotency-key", "k");
    const again = await tutti(io, "start", "Approval", "--idempotency-key", "k");
    expect(again).toMatchObject({ code: 0, out });
    const { workflow_id } = (await json(io, "list")).workflows[0]!;
    const third = await json(io, "start", workflow_id, "-p", "item=chair", "-p", "pin=1234");
    expect(third).toMatchObject({
      success: true,
      running: false,
      execution: { parameters: { item: "chair", pin: "[redacted]" } },
    });
    expect((await tutti(io, "start", "Approvl")).err).toContain('Did you mean "Approval"?');
    expect((await tutti(io, "start", "Approval", "-p", "itm=x")).err).toContain("itm");
    expect((await tutti(io, "start", "wrong.yaml")).err).toContain("wrong.yaml:8:15");
  });

  test("signals are kept; a worker leaves what waits for more", async () => {
    const io = project();
    await tutti(io, "start", "approval.yaml");
    await tutti(io, "start", "approval.yaml");
    expect(await tutti(io, "signal", "last", "approved", ...BY)).toMatchObject({ code: 0, err: IDLE });
    expect((await tutti(io, "worker", "--until-idle", "--quiet")).out).toBe("");
    const { executions } = await json(io, "executions");
    expect(executions.map((one) => one.status)).toEqual(["completed", "waiting"]);
    const run = await tutti(io, "run", "hello.yaml", "-p", "user_name=Ada");
    expect(run.err).toBe("1 unfinished execution goes on as well; tutti worker runs it to its end.\n");
  });

  test("what failed is retried and run again", async () => {
    const io = project();
    expect((await tutti(io, "run", "failing.yaml")).code).toBe(1);
    const shown = await tutti(io, "show", "last");
    expect(shown.out).toContain("✖ pay: CARD_REFUSED: no money\n");
    expect((await json(io, "retry", "last")).execution.status).not.toBe("failed");
    expect((await tutti(io, "rerun", "last")).code).toBe(0);
    expect((await tutti(io, "worker", "--until-idle")).code).toBe(0);
    const { executions } = await json(io, "executions", "--workflow", "Order", "--since", "1h");
    expect(executions.map((one) => one.status)).toEqual(["failed", "failed"]);
    const refused = await tutti(io, "pause", "last");
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("error[INVALID_STATE]");
    expect((await tutti(io, "events", "last", "--follow")).code).toBe(1);
  });

  test("a worker takes requests, and stops with Ctrl-C", async () => {
    const io = project();
    const worker = io.tutti("worker");
    await io.said("0 unfinished executions");
    expect(await tutti(io, "start", "approval.yaml")).toMatchObject({ code: 0, err: "" });
    await io.said("approve waits");
    const follower = fakeIo({ beside: io });
    const followed = follower.tutti("events", "last", "--follow", "--json");
    await follower.said("tutti.action.waiting");
    const guest = await tutti(io, "run", "hello.yaml", "-p", "user_name=Ada", "--json");
    expect(JSON.parse(guest.out)).toMatchObject({
      success: true,
      execution: { result: { text: "Hello ADA" } },
    });
    io.interrupt();
    expect(await worker).toBe(0);
    expect(await followed).toBe(1);
    expect(follower.err).toContain("which is waiting.");
    for (const line of follower.out.trim().split("\n"))
      expect(JSON.parse(line)).toHaveProperty("specversion", "1.0");
  });

  test("Ctrl-C ends following, and nothing else", async () => {
    const io = project();
    const worker = io.tutti("worker", "--json");
    await io.said("0 unfinished executions");
    await tutti(io, "start", "approval.yaml");
    const follower = fakeIo({ beside: io });
    const followed = follower.tutti("events", "last", "--follow");
    await follower.said("action.waiting");
    follower.interrupt();
    expect(await followed).toBe(0);
    expect((await json(io, "show", "last")).execution.status).toBe("waiting");
    io.interrupt();
    expect(await worker).toBe(0);
  });
});
