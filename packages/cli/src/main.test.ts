import { TuttiError } from "@tutti/core";
import { commands } from "./lazy";
import { fakeIo, removeWorlds } from "./testing/fake-io";
import { version } from "./version";

afterEach(() => {
  removeWorlds();
  jest.restoreAllMocks();
});

test("--version", async () => {
  const io = fakeIo();
  expect(await io.tutti("--version")).toBe(0);
  expect(io.out).toBe(`${version}\n`);
});

test.each([
  ["run", "tutti run hello.yaml --param user_name=Ada"],
  ["start", "tutti start Review --idempotency-key order-4711"],
  ["worker", "tutti worker --until-idle"],
  ["list", "tutti list --tag billing --json"],
  ["executions", "tutti executions --status running,waiting"],
  ["show", "tutti show last"],
  ["events", "tutti events last --follow"],
  ["signal", `tutti signal last approved --payload '{"by":"Ada"}'`],
  ["cancel", 'tutti cancel last --reason "wrong customer"'],
  ["pause", "tutti pause last"],
  ["resume", "tutti resume last"],
  ["retry", "tutti retry last"],
  ["rerun", "tutti rerun last"],
  ["validate", "tutti validate workflows/*.yaml"],
  ["graph", "tutti graph review.yaml --mermaid > review.mmd"],
  ["actions", "tutti actions notification"],
])("%s --help has an example", async (command, example) => {
  const io = fakeIo();
  expect(await io.tutti(command, "--help")).toBe(0);
  expect(io.out).toContain(`Usage: tutti ${command} `);
  expect(io.out).toContain(`\nExamples:\n`);
  expect(io.out).toContain(`\n  ${example}\n`);
  expect(io.out).toContain("--no-color");
});

test("--help tells the exit codes", async () => {
  const io = fakeIo();
  expect(await io.tutti("--help")).toBe(0);
  expect(io.out).toMatch(/Exit codes:\n {2}0 {2}completed, valid, done\n {2}1 .*\n {2}2 /);
});

test.each([
  [["rnu", "x"], "error: unknown command 'rnu'\n(Did you mean run?)\n"],
  [["run"], "error: missing required argument 'file'\n"],
  [["graph", "x", "--mermiad"], "error: unknown option '--mermiad'\n(Did you mean --mermaid?)\n"],
  [["graph", "x", "y"], "error: too many arguments for 'graph'. Expected 1 argument but got 2.\n"],
  [["run", "x", "--param"], "error: option '-p, --param <name=value>' argument missing\n"],
])("a wrong command line: %j", async (argv, message) => {
  const io = fakeIo();
  expect(await io.tutti(...argv)).toBe(2);
  expect(io.err).toBe(message);
});

test("a wrong command line, for programs", async () => {
  const io = fakeIo();
  expect(await io.tutti("graph", "x", "--json", "--nope")).toBe(2);
  expect(JSON.parse(io.out)).toEqual({
    success: false,
    errors: [{ code: "USAGE", message: "unknown option '--nope'", path: "", fix: "See tutti --help." }],
  });
});

test("no command shows the help", async () => {
  const io = fakeIo();
  expect(await io.tutti()).toBe(2);
  expect(io.err).toContain("Usage: tutti [options] [command]");
});

describe("what fails unexpectedly", () => {
  function failWith(error: unknown): void {
    const graph = jest.fn().mockRejectedValue(error);
    jest.spyOn(commands, "graph").mockReturnValue({ graph });
  }

  test("has no stack, unless TUTTI_DEBUG asks for it", async () => {
    failWith(new Error("out of luck", { cause: new Error("deeper", { cause: "text" }) }));
    const io = fakeIo();
    expect(await io.tutti("graph", "x")).toBe(1);
    expect(io.err).toBe(
      "error[INTERNAL]: out of luck\n  = fix: This is a mistake of tutti itself; TUTTI_DEBUG=1 shows where it happened.\n\n",
    );
    const debug = fakeIo({ env: { TUTTI_DEBUG: "1" } });
    expect(await debug.tutti("graph", "x")).toBe(1);
    expect(debug.err).toMatch(/\nError: out of luck\n {4}at [^]*\ncaused by\nError: deeper\n/);
  });

  test("may be anything", async () => {
    failWith("nonsense");
    const io = fakeIo();
    expect(await io.tutti("graph", "x", "--json")).toBe(1);
    expect(JSON.parse(io.out)).toMatchObject({
      success: false,
      errors: [{ code: "INTERNAL", message: "nonsense" }],
    });
  });

  test("core's own errors say what to do", async () => {
    failWith(TuttiError.of("DUPLICATE_PLUGIN", { plugin: "p" }));
    const io = fakeIo();
    expect(await io.tutti("graph", "x")).toBe(2);
    expect(io.err).toContain('error[DUPLICATE_PLUGIN]: Plugin "p" is listed twice.\n  = fix: ');
  });
});
