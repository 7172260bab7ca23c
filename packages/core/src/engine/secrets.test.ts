import { systemCipher } from "../di/system";
import { ActionError } from "../errors";
import { memory } from "../memory";
import {
  action,
  holds,
  Script,
  settle,
  testOrchestrator,
  type TestOrchestrator,
  throws,
  workflow,
} from "./testing";

const SECRET = 'hunter2 "quoted" & more';
const parameters = [
  { name: "key", type: "string", secret: true },
  { name: "plain", type: "string", default_value: "seen" },
];

/** Everything that anybody can see, as one text, but for what executors themselves were given. */
async function visible({ workflows, storage, seen, logs, events }: TestOrchestrator): Promise<string> {
  await settle();
  const { executions } = await workflows.listExecutions({ limit: 100 });
  const ids = executions.map(({ execution_id }) => execution_id);
  const views = await Promise.all(ids.map((id) => workflows.getExecution(id)));
  const journals = await Promise.all(ids.map(async (id) => storage.read(id)));
  const history = await Promise.all(
    executions.map(({ correlation_id }) => events.correlated(correlation_id)),
  );
  return JSON.stringify([executions, views, journals, history, seen, logs]);
}

const forms = [
  SECRET,
  encodeURIComponent(SECRET),
  JSON.stringify(SECRET).slice(1, -1),
  JSON.stringify(JSON.stringify(SECRET).slice(1, -1)).slice(1, -1),
];

describe("a secret parameter", () => {
  it("reaches the action, and never appears, also when the action echoes it everywhere", async () => {
    const test = await testOrchestrator();
    test.script.on("echo", ({ config, context }) => {
      const key = String(config.key);
      context.logger.warn({ key, nested: { text: `<${key}>` } }, `using ${key}`);
      context.emit({ type: "used", data: { key, [key]: 1 } });
      return {
        key,
        url: `https://x/?k=${encodeURIComponent(key)}`,
        json: JSON.stringify({ key }),
        list: [`a${key}b`],
      };
    });
    test.script.on("fails", ({ config }) => {
      throw new ActionError({
        code: "NO",
        message: `refused ${String(config.key)}`,
        details: { key: config.key },
      });
    });
    const config = { key: "{{key}}", plain: "{{plain}}" };
    const actions = [
      action("echo", { config }),
      action("fails", { config, depends_on: "echo", on_error: "continue" }),
    ];
    const { execution } = await test.execute(
      workflow(actions, { parameters, outputs: { key: "{{key}}", all: "{{echo}}" } }),
      { key: SECRET },
    );
    expect(test.script.calls.map((call) => call.config)).toEqual([
      { key: SECRET, plain: "seen" },
      { key: SECRET, plain: "seen" },
    ]);
    expect(execution.parameters).toEqual({ key: "[redacted]", plain: "seen" });
    expect(execution.result).toMatchObject({ key: "[redacted]" });
    expect(execution.actions.fails?.error).toMatchObject({
      code: "NO",
      message: "refused [redacted]",
      details: { key: "[redacted]" },
    });
    expect(test.logs).toMatchObject([
      {
        fields: { action_id: "echo", key: "[redacted]", nested: { text: "<[redacted]>" } },
        message: "using [redacted]",
      },
    ]);
    const text = await visible(test);
    for (const form of forms) expect(text).not.toContain(form);
    expect(text).toContain("seen");
  });

  it("is sealed in the journal, and opened again after a restart with the same key only", async () => {
    const storage = memory();
    const first = await testOrchestrator({ storage, cipher: systemCipher(() => "k1") });
    first.script.on("a", holds);
    const id = await first.start(workflow([action("a", { config: { key: "{{key}}" } })], { parameters }), {
      key: SECRET,
    });
    const [created] = await storage.read(id);
    expect(created?.data.parameters).toEqual({
      key: { $sealed: expect.any(String) as string },
      plain: "seen",
    });
    await expect(testOrchestrator({ storage, cipher: systemCipher(() => "k2") })).rejects.toMatchObject({
      code: "UNSEALABLE",
    });
    const script = new Script().on("a", ({ config }) => `echo ${String(config.key)}`);
    const second = await testOrchestrator({ storage, cipher: systemCipher(() => "k1"), script });
    expect((await second.ended(id)).actions.a?.output).toBe("echo [redacted]");
    expect(script.calls[0]?.config).toEqual({ key: SECRET });
    for (const form of forms) expect(await visible(second)).not.toContain(form);
  });

  it("stays secret through retry and rerun, which know it still", async () => {
    const test = await testOrchestrator();
    test.script.on("a", throws(new Error(`bad ${SECRET}`)));
    const { execution } = await test.execute(
      workflow([action("a", { config: { key: "{{key}}" } })], { parameters }),
      { key: SECRET },
    );
    await test.workflows.retryExecution(execution.execution_id, "ada");
    const again = await test.workflows.rerunExecution(execution.execution_id, "ada");
    await test.ended(again.execution?.execution_id ?? "");
    expect(test.script.calls.map((call) => call.config.key)).toEqual([SECRET, SECRET, SECRET]);
    for (const form of forms) expect(await visible(test)).not.toContain(form);
  });

  it("does not get into the way of what events say themselves, whatever its value", async () => {
    const { execute, script } = await testOrchestrator();
    const secrets = [
      { name: "one", type: "integer", secret: true },
      { name: "name", type: "string", secret: true },
      { name: "map", type: "object", secret: true },
      { name: "no", type: "boolean", secret: true },
    ];
    script.on("fetch", () => ({
      count: 1,
      by: "fetch",
      held: "inside-deep",
      other: 2,
      no: false,
      short: "a1b",
    }));
    const { execution } = await execute(
      workflow([action("fetch", { for_each: [0] })], { parameters: secrets }),
      { one: 1, name: "fetch", map: { a: ["deep"] }, no: false },
    );
    expect(execution.actions.fetch).toMatchObject({
      status: "completed",
      attempts: 1,
      output: [
        {
          count: "[redacted]",
          by: "[redacted]",
          held: "inside-[redacted]",
          other: 2,
          no: false,
          short: "a1b",
        },
      ],
    });
  });

  it("is not told in the errors of a refused start", async () => {
    const { create, workflows } = await testOrchestrator();
    const id = await create(
      workflow([], {
        parameters: [{ name: "key", type: "string", secret: true, validation_rules: { max_length: 3 } }],
      }),
    );
    expect(JSON.stringify(await workflows.startWorkflow(id, { key: SECRET }, "ada"))).not.toContain(
      "hunter2",
    );
  });

  it("leaves no trace in a signal or a reason that repeats it", async () => {
    const test = await testOrchestrator();
    test.script.on("a", holds);
    const id = await test.start(workflow([action("a")], { parameters }), { key: SECRET });
    await test.workflows.signalExecution(id, "go", { key: SECRET }, "ada");
    await test.workflows.cancelExecution(id, "ada", { reason: `it is ${SECRET}` });
    test.script.calls[0]?.complete();
    expect((await test.ended(id)).error?.message).toBe("Cancelled by ada: it is [redacted].");
    for (const form of forms) expect(await visible(test)).not.toContain(form);
  });
});

describe("$secrets", () => {
  const provider = { get: (name: string) => Promise.resolve(name === "TOKEN" ? SECRET : undefined) };

  it("are asked for when they are used, and redacted from then on", async () => {
    const test = await testOrchestrator({ secrets: provider });
    const config = { token: "Bearer {{$secrets.TOKEN}}" };
    test.script.on("a", ({ config: given }) => given.token);
    const actions = [
      action("a", { config }),
      action("b", { condition: "$secrets.TOKEN = 'x'" }),
      action("fan", { for_each: "{{[$secrets.TOKEN]}}", config: { x: "{{$item}}" } }),
    ];
    const { execution } = await test.execute(workflow(actions, { outputs: { token: "{{$secrets.TOKEN}}" } }));
    expect(test.script.of("a")[0]?.config).toEqual({ token: `Bearer ${SECRET}` });
    expect(test.script.of("fan")[0]?.config).toEqual({ x: SECRET });
    expect([execution.actions.a?.output, execution.actions.b?.status, execution.result]).toEqual([
      "Bearer [redacted]",
      "skipped",
      { token: "[redacted]" },
    ]);
    for (const form of forms) expect(await visible(test)).not.toContain(form);
  });

  it("are there for plugins, and redacted in what these give back", async () => {
    const test = await testOrchestrator({ secrets: provider });
    test.script.on("a", async ({ context }) => context.secrets.get("TOKEN"));
    const { execution } = await test.execute(workflow([action("a")]));
    expect(execution.actions.a?.output).toBe("[redacted]");
  });

  it("fail the action when nobody knows them", async () => {
    const { execute, script } = await testOrchestrator({ secrets: provider });
    const { execution } = await execute(
      workflow([action("a", { config: { x: "{{$secrets.OTHER}}" }, retry: { max_attempts: 3 } })]),
    );
    expect(execution.error).toMatchObject({ code: "UNKNOWN_SECRET", attempt: 1 });
    expect(script.calls).toEqual([]);
  });

  it("come from the environment only with the prefix TUTTI_SECRET_", async () => {
    process.env.TUTTI_SECRET_FROM_ENV = "env secret";
    const { execute, script } = await testOrchestrator();
    await execute(workflow([action("a", { config: { x: "{{$secrets.FROM_ENV}}" } })]));
    expect(script.of("a")[0]?.config).toEqual({ x: "env secret" });
    expect(
      (await execute(workflow([action("a", { config: { x: "{{$secrets.PATH}}" } })]))).execution.error?.code,
    ).toBe("UNKNOWN_SECRET");
    delete process.env.TUTTI_SECRET_FROM_ENV;
  });
});

describe("a concurrency key", () => {
  it("can't read a secret, for it is stored", async () => {
    const { workflows } = await testOrchestrator();
    const definition = workflow([action("a")], { parameters, concurrency: { limit: 1, key: "{{key}}" } });
    expect((await workflows.createWorkflow(definition, "ada")).success).toBe(false);
  });
});
