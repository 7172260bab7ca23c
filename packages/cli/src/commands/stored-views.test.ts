import { existsSync } from "node:fs";
import path from "node:path";
import { json, project, tutti } from "../testing/commands";
import { removeWorlds } from "../testing/fake-io";

jest.setTimeout(30_000);
afterEach(removeWorlds);

test("events are the journal, from any place on", async () => {
  const io = project();
  await tutti(io, "run", "failing.yaml");
  const { code, out } = await tutti(io, "events", "last");
  expect(code).toBe(0);
  const told = out.split("\n").map((line) => line.replace(/\S+Z/, "…"));
  expect(told.slice(0, 4)).toEqual([
    "   1  …  execution.created       Order  by ada",
    "   2  …  execution.started",
    "   3  …  action.started          reserve",
    "   4  …  action.completed        reserve",
  ]);
  expect(out).toMatch(/action\.failed +pay {2}CARD_REFUSED: no money\n/);
  const document = await json(io, "events", "last", "--from", "3");
  expect(document).toMatchObject({ success: true, events: expect.arrayContaining([]) as unknown });
  expect((document as unknown as { events: { sequence: number }[] }).events[0]?.sequence).toBe(3);
  expect((await tutti(io, "events", "0".repeat(36))).err).toContain("error[UNKNOWN_EXECUTION]");
  expect((await tutti(io, "show", "0".repeat(36))).err).toContain("error[UNKNOWN_EXECUTION]");
  expect((await tutti(io, "pause", "0".repeat(36))).err).toContain("tutti executions lists them");
});

describe("without SQLite", () => {
  beforeEach(() => void jest.spyOn(process, "getBuiltinModule").mockReturnValue(undefined));
  afterEach(() => jest.restoreAllMocks());

  test("run stores nothing, and says so", async () => {
    const io = project();
    expect(await io.tutti("run", "hello.yaml", "-p", "user_name=Ada")).toBe(0);
    expect(io.err).toMatch(
      /^Node\.js v\S+ has no node:sqlite\. Nothing is stored; Node\.js 22\.13 or newer stores\.\n$/,
    );
    expect(existsSync(path.join(io.cwd, "tutti.db"))).toBe(false);
  });

  test.each([["start", "hello.yaml", "-p", "user_name=Ada"], ["worker"]])("%s fails", async (...argv) => {
    const { code, err } = await tutti(project(), ...argv);
    expect(code).toBe(2);
    expect(err).toContain("error[STORAGE_UNSUPPORTED]");
  });
});

describe("ids", () => {
  test("the beginning of one is enough when only one has it", async () => {
    const io = project();
    await tutti(io, "start", "approval.yaml");
    await tutti(io, "start", "approval.yaml");
    const [id = "", other = ""] = (await json(io, "executions")).executions.map((one) => one.execution_id);
    const start = Array.from(id).findIndex((digit, at) => digit !== other[at]);
    expect((await json(io, "show", id.slice(0, start + 1))).execution.execution_id).toBe(id);
    const { code, err } = await tutti(io, "show", id.slice(0, 6));
    expect(code).toBe(2);
    expect(err).toContain("error[AMBIGUOUS_ID]");
    expect(err).toContain(other);
    expect((await tutti(io, "show", "01")).err).toContain("too short");
    expect((await tutti(io, "cancel", "ffffffff")).err).toContain('There is no execution "ffffffff".');
  });

  test("none, without an execution or a store", async () => {
    const io = project();
    expect((await tutti(io, "show", "last")).err).toContain("error[STORAGE_NOT_FOUND]");
    expect((await tutti(io, "cancel", "last")).err).toContain("error[STORAGE_NOT_FOUND]");
    expect(existsSync(path.join(io.cwd, "tutti.db"))).toBe(false);
    await tutti(io, "worker", "--until-idle");
    expect((await tutti(io, "show", "last")).err).toContain("There are no executions yet.");
    expect(await tutti(io, "executions")).toMatchObject({ code: 0, out: "", err: "No executions.\n" });
    expect((await tutti(io, "list", "-s", "memory")).err).toContain("tutti list needs a store");
  });
});

describe("lists", () => {
  test("come in pages", async () => {
    const io = project();
    await tutti(io, "start", "approval.yaml");
    await tutti(io, "start", "hello.yaml", "-p", "user_name=Ada");
    const { err, out } = await tutti(io, "executions", "--limit", "1");
    expect(out.split("\n")).toHaveLength(3);
    const cursor = /--cursor (\S+)/.exec(err)?.[1] ?? "";
    expect((await tutti(io, "executions", "--cursor", cursor)).out).toContain("Approval");
    const { out: found } = await tutti(io, "list", "--search", "hel");
    expect(found).toMatch(
      /^ID +REVISION +STATUS +CHANGED +ACTIONS +WORKFLOW\n\S+ +1 +active +\S+.* +2 +Hello\n$/,
    );
    expect((await tutti(io, "show", "Hello")).out).toMatch(/^Hello {2}[^]*user_name {2}string {2}required/);
  });

  test.each([
    [["executions", "--limit", "many"], "--limit is no whole number"],
    [["executions", "--status", "runing"], 'Did you mean "running"?'],
    [["executions", "--since", "yesterday"], "--since is no date and time"],
    [["signal", "last", "x", "--payload", "{"], "The payload is no JSON"],
    [["storage", "prune"], "Nothing says which executions"],
    [["storage", "prune", "--older-than", "soon"], "--older-than is no time span"],
    [["executions", "-s", "postgres://db"], "is no storage"],
  ])("%j is refused", async (argv, message) => {
    const io = project();
    const { code, err } = await tutti(io, ...argv);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

test("storage prune forgets what ended", async () => {
  const io = project();
  for (let count = 0; count < 3; count++) await tutti(io, "run", "hello.yaml", "-p", "user_name=Ada");
  expect(await tutti(io, "storage", "prune", "--older-than", "30d")).toMatchObject({
    out: "✔ 0 executions were forgotten\n",
  });
  expect(await json(io, "storage", "prune", "--keep", "2")).toEqual({ success: true, deleted: 1 });
  expect(await json(io, "storage", "check")).toMatchObject({ success: true, problems: [], executions: 2 });
});
