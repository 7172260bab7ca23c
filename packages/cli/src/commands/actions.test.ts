import path from "node:path";
import { Screen } from "../testing/screen";
import { fakeIo, removeWorlds } from "../testing/fake-io";

afterEach(removeWorlds);

const TYPES = [
  "emit_event",
  "fail",
  "notification",
  "run_workflow",
  "service_call",
  "transform",
  "wait",
  "wait_for_event",
  "wait_for_signal",
];

test("a table of the installed types, as wide as the terminal", async () => {
  const screen = new Screen(200, 20);
  const io = fakeIo({ stdout: screen });
  expect(await io.tutti("actions", "--no-color")).toBe(0);
  const [head, ...rows] = screen.text.split("\n");
  expect(head?.split(/ {2,}/)).toEqual(["TYPE", "PLUGIN", "DESCRIPTION"]);
  expect(rows.map((row) => row.split(" ")[0])).toEqual(TYPES);
});

test("one type with its config, output and examples", async () => {
  const io = fakeIo();
  expect(await io.tutti("actions", "wait_for_signal")).toBe(0);
  expect(io.out).toBe(
    `wait_for_signal  @tutti/core
Waits until somebody sends the execution a signal; the output is the signal's payload.

Config
  signal           string  required  The signal's name.
  timeout_seconds  number            Fail with SIGNAL_TIMEOUT after this many seconds.
  payload_schema   object            JSON Schema that the payload must fit.

Examples
  # an approval
  action_type: wait_for_signal
  config:
    signal: approved
    timeout_seconds: 86400
`,
  );
});

test("a transformation's options stand with it", async () => {
  const io = fakeIo();
  await io.tutti("actions", "transform");
  expect(io.out).toMatch(/^ {2}transformation {2}one of these {2}required/m);
  expect(io.out).toMatch(/^ {2}truncate {2}.*\n {6}length {2}integer {2}required/m);
});

test("for programs", async () => {
  const io = fakeIo();
  await io.tutti("actions", "--json");
  const { actions, success } = JSON.parse(io.out) as { actions: { type: string }[]; success: boolean };
  expect(success).toBe(true);
  expect(actions.map(({ type }) => type)).toEqual(TYPES);
  io.out = "";
  await io.tutti("actions", "wait", "--json");
  expect(JSON.parse(io.out)).toMatchObject({
    success: true,
    action: { type: "wait", plugin: "@tutti/core" },
  });
});

test("those of the configuration's plugins are there", async () => {
  const greet = path.join(__dirname, "../testing/plugins/greet.cjs");
  const io = fakeIo({ files: { "mine.yaml": `plugins: ["${greet}"]\n` } });
  expect(await io.tutti("actions", "greet", "--config", "mine.yaml")).toBe(0);
  expect(io.out).toMatch(/^greet {2}acme-plugin-greet\n/);
});

test("an unknown type", async () => {
  const io = fakeIo();
  expect(await io.tutti("actions", "transfrom")).toBe(2);
  expect(io.err).toBe(
    `error[UNKNOWN_ACTION_TYPE]: Unknown action type "transfrom": did you mean "transform"? Installed: ${TYPES.join(", ")}.\n  = fix: Correct the name, or add the plugin that brings it to the configuration.\n\n`,
  );
  expect(await io.tutti("actions", "xyz", "--json")).toBe(2);
  expect(JSON.parse(io.out)).toMatchObject({ success: false, errors: [{ code: "UNKNOWN_ACTION_TYPE" }] });
});

test("as a reference page, of all types or of one", async () => {
  const io = fakeIo();
  expect(await io.tutti("actions", "--markdown")).toBe(0);
  expect(io.out.match(/^## `.+`$/gm)).toEqual(TYPES.map((type) => `## \`${type}\``));
  io.out = "";
  expect(await io.tutti("actions", "wait", "--markdown")).toBe(0);
  expect(io.out).toMatch(/^## `wait`\n\n.+ It comes with `@tutti\/core`\.\n\n### Config\n\n\| field /);
  expect(await io.tutti("actions", "nap", "--markdown")).toBe(2);
  expect(await io.tutti("actions", "--markdown", "--json")).toBe(2);
});
