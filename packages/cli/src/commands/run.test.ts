import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fakeIo, type FakeIo, removeWorlds } from "../testing/fake-io";
import { Screen } from "../testing/screen";
import { FAILING, HELLO, WAITING, WRONG } from "../testing/workflows";
import { run } from "./run";

afterEach(removeWorlds);

/** Durations differ from run to run. */
function steady(text: string): string {
  return text.replace(/\b\d+(?:\.\d+)?m?s\b/g, "9ms");
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(5);
}

describe("in a pipe", () => {
  test("a workflow that completes", async () => {
    const io = fakeIo({ files: { "hello.yaml": HELLO } });
    expect(await io.tutti("run", "hello.yaml", "--param", "user_name=Ada")).toBe(0);
    expect(steady(io.out)).toBe(
      [
        "▸ Hello",
        "· shout started",
        "✔ shout completed 9ms",
        "· greet started",
        "greet │ Hello ADA",
        "✔ greet completed 9ms",
        "✔ Completed in 9ms: 2 completed",
        "Outputs",
        "  text  Hello ADA",
        "",
      ].join("\n"),
    );
    expect(io.err).toBe("");
  });

  test("a workflow that fails, with the place of the action", async () => {
    const io = fakeIo({ files: { "order.yaml": FAILING } });
    expect(await io.tutti("run", "order.yaml")).toBe(1);
    expect(steady(io.out)).toBe(
      [
        "▸ Order",
        "· reserve started",
        "reserve │ reserved",
        "✔ reserve completed 9ms",
        "· pay started",
        "✖ pay failed 9ms, attempt 1 of 2: CARD_REFUSED: no money",
        "↶ reserve compensation started",
        "reserve │ released",
        "↶ reserve compensated",
        "· tell started",
        "tell │ sorry: no money",
        "✔ tell completed 9ms",
        "✖ Failed in 9ms: 1 completed, 1 failed, 1 compensated",
        "",
      ].join("\n"),
    );
    expect(io.err).toBe(
      [
        "error[CARD_REFUSED]: no money",
        " --> order.yaml:7:16",
        "  |",
        "7 |   - action_id: pay",
        "  |                ^^^",
        "",
        "",
      ].join("\n"),
    );
  });

  test("a failure that is no action's", async () => {
    const io = fakeIo({
      files: {
        "f.yaml": "name: F\nparameters: [{ name: n, type: string }]\noutputs: { x: '{{$number(n)}}' }\n",
      },
    });
    expect(await io.tutti("run", "f.yaml", "-p", "n=abc")).toBe(1);
    expect(io.err).toMatch(/^error\[EXPRESSION_FAILED\]: .*\n --> f\.yaml\n$/m);
  });

  test("--quiet prints errors only", async () => {
    const io = fakeIo({ files: { "hello.yaml": HELLO, "order.yaml": FAILING } });
    expect(await io.tutti("run", "hello.yaml", "-q", "-p", "user_name=Ada")).toBe(0);
    expect(io.out + io.err).toBe("");
    expect(await io.tutti("run", "order.yaml", "--quiet")).toBe(1);
    expect(io.out).toBe("");
    expect(io.err).toContain("error[CARD_REFUSED]");
  });

  test("colours, when they are forced", async () => {
    const io = fakeIo({ files: { "hello.yaml": HELLO }, env: { FORCE_COLOR: "1" } });
    await io.tutti("run", "hello.yaml", "-p", "user_name=Ada");
    expect(io.out).toContain("\u001b[32m✔\u001b[39m shout completed");
    io.out = "";
    await io.tutti("run", "hello.yaml", "-p", "user_name=Ada", "--no-color");
    expect(io.out).not.toContain("\u001b");
    io.out = "";
    await io.tutti("--no-color", "run", "hello.yaml", "-p", "user_name=Ada");
    expect(io.out).not.toContain("\u001b");
  });
});

test("on a terminal the last frame stays, and the outputs follow", async () => {
  const screen = new Screen(60, 20);
  const io = fakeIo({ files: { "hello.yaml": HELLO }, stdout: screen, env: { NO_COLOR: "1" } });
  expect(await io.tutti("run", "hello.yaml", "-p", "user_name=Ada")).toBe(0);
  expect(steady(screen.text).replace(/ +/g, " ")).toBe(
    [
      "greet │ Hello ADA",
      "Hello",
      " ✔ shout 9ms transform",
      " ✔ greet 9ms notification",
      "✔ Completed in 9ms: 2 completed",
      "Outputs",
      " text Hello ADA",
    ].join("\n"),
  );
  expect(screen.isCursorShown).toBe(true);
});

describe("--json", () => {
  const json = (io: FakeIo) => JSON.parse(io.out) as Record<string, unknown>;

  test("prints one document, and nothing else on standard output", async () => {
    const files = {
      "c.yaml": HELLO.replace("Hello {{", "Hello {{").replace(
        '}}" }\nout',
        '}}", channels: [console] }\nout',
      ),
    };
    const io = fakeIo({ files });
    expect(await io.tutti("run", "c.yaml", "--param", "user_name=Ada", "--json", "--user", "eve")).toBe(0);
    expect(json(io)).toMatchObject({
      success: true,
      execution: { status: "completed", created_by: "eve", result: { text: "Hello ADA" } },
      errors: [],
    });
    expect(io.err).toBe("Hello ADA\n");
  });

  test("tells why an execution failed, and where", async () => {
    const io = fakeIo({ files: { "order.yaml": FAILING } });
    expect(await io.tutti("run", "order.yaml", "--json")).toBe(1);
    expect(json(io)).toMatchObject({
      success: false,
      execution: { status: "failed", created_by: "ada" },
      errors: [{ code: "CARD_REFUSED", path: "actions[1]", file: "order.yaml", line: 7, column: 16 }],
    });
    expect(io.err).toBe("");
  });

  test("tells what is wrong with a definition", async () => {
    const io = fakeIo({ files: { "wrong.yaml": WRONG, "broken.yaml": "a: b: c" } });
    expect(await io.tutti("run", "wrong.yaml", "--json")).toBe(2);
    expect(json(io)).toMatchObject({ success: false, execution: null });
    expect((json(io)["errors"] as object[]).length).toBeGreaterThan(2);
    io.out = "";
    expect(await io.tutti("run", "broken.yaml", "--json")).toBe(2);
    expect(json(io)).toMatchObject({
      success: false,
      execution: null,
      errors: [{ code: "INVALID_YAML", line: 1 }],
    });
  });
});

describe("what is wrong is told before anything runs", () => {
  test.each([
    [
      "wrong.yaml",
      [
        'Unknown action_type "notifcation": did you mean "notification"?',
        "wrong.yaml:8:15",
        "wrong.yaml:8:43",
      ],
    ],
    ["text.yaml", ["expected an object", "text.yaml:1:1"]],
    ["hello.yaml", ['Parameter "user_name" (string) is required.', "fix: Add --param user_name=…"]],
    ["gone.yaml", ["gone.yaml can't be read"]],
  ])("%s", async (file, messages) => {
    const io = fakeIo({ files: { "wrong.yaml": WRONG, "text.yaml": "hello\n", "hello.yaml": HELLO } });
    expect(await io.tutti("run", file)).toBe(2);
    for (const message of messages) expect(io.err).toContain(message);
    expect(io.out).toBe("");
  });

  test("standard input can be read once", async () => {
    const io = fakeIo({ stdin: HELLO });
    expect(await io.tutti("run", "-", "--params", "-")).toBe(2);
    expect(io.err).toBe(
      "error[USAGE]: Standard input (-) is given for two files.\n  = fix: Give - once.\n\n",
    );
    const other = fakeIo({ stdin: HELLO });
    expect(await other.tutti("run", "-", "--param", "user_name=Ada")).toBe(0);
  });
});

describe("Ctrl-C", () => {
  test("cancels the execution, so that on_failure runs", async () => {
    const io = fakeIo({ files: { "long.yaml": WAITING } });
    const running = io.tutti("run", "long.yaml");
    await until(() => io.out.includes("nap waits"));
    io.interrupt();
    expect(await running).toBe(1);
    expect(steady(io.out).split("\n").slice(3)).toEqual([
      "Cancelling; Ctrl-C again to quit at once.",
      "■ nap cancelled 9ms",
      "· tell started",
      "tell │ tidied up",
      "✔ tell completed 9ms",
      "■ Cancelled in 9ms: 1 completed, 1 cancelled",
      "",
    ]);
    expect(io.err).toContain("error[EXECUTION_CANCELLED]: Cancelled by ada: interrupted.");
    expect(io.isListening).toBe(false);
  });

  test("twice ends the process", async () => {
    const io = fakeIo({ files: { "long.yaml": WAITING } });
    const running = io.tutti("run", "long.yaml");
    await until(() => io.out.includes("nap waits"));
    io.interrupt();
    io.interrupt();
    expect(io.exits).toEqual([130]);
    await running;
  });
});

test("plugins of the configuration are there", async () => {
  const greet = path.join(__dirname, "../testing/plugins/greet.cjs");
  const files = {
    "tutti.config.yaml": `plugins:\n  - ["${greet}", { greeting: Hi }]\n`,
    "greet.yaml":
      "name: G\nactions: [{ action_id: g, action_type: greet, config: { name: Ada } }]\noutputs: { text: '{{g.text}}' }\n",
  };
  const io = fakeIo({ files });
  expect(await io.tutti("run", "greet.yaml")).toBe(0);
  expect(io.out).toContain("  text  Hi, Ada\n");
});

test("in code: a configuration, and what was seen of the execution", async () => {
  const io = fakeIo({ files: { "hello.yaml": HELLO } });
  const report = await run("hello.yaml", { param: ["user_name=Ada"], config: { notification: {} } }, io);
  expect(report.exitCode).toBe(0);
  expect(report.out.at(-1)).toBe("  text  Hello ADA");
  expect(report.executed?.board.rows.get("greet")?.stage).toBe("completed");
  await expect(run("hello.yaml", { config: { servics: {} } as object }, io)).rejects.toThrow(
    'Unknown key "servics"',
  );
});

describe("--watch", () => {
  test("runs again after a change, also of a broken file", async () => {
    const io = fakeIo({ files: { "hello.yaml": HELLO, "p.yaml": "user_name: Ada\n" } });
    const running = io.tutti("run", "hello.yaml", "--params", "p.yaml", "--watch");
    await until(() => io.isListening && io.out.includes("Watching"));
    expect(io.out).toContain("\nWatching hello.yaml, p.yaml; Ctrl-C ends.\n");
    io.save("p.yaml", "user_name: Eve\n");
    await until(
      () => io.out.includes("Hello EVE") && io.out.match(/Watching/g)?.length === 2 && io.isListening,
    );
    io.save("p.yaml", "- no map\n");
    await until(
      () =>
        io.err.includes("p.yaml holds no map") && io.out.match(/Watching/g)?.length === 3 && io.isListening,
    );
    io.interrupt();
    expect(await running).toBe(2);
  });

  test("needs files, and no --json", async () => {
    const io = fakeIo();
    expect(await io.tutti("run", "-", "--watch")).toBe(2);
    expect(io.err).toContain("Standard input (-) can't be watched.");
    expect(await io.tutti("run", "x.yaml", "--watch", "--json")).toBe(2);
    expect(io.out).toContain("cannot be used with option");
  });
});
