import { ActionError } from "@tutti/core";
import { testCipher } from "../../entropy";
import { type Behaviour, holds, Script, throws } from "../../script";
import { contains, lacks, matches, refuses, same } from "../check";
import { action, group, needing, scenario, workflow } from "./scenario";
import { forms, SECRET, visible } from "./secret-sight";

const parameters = [
  { name: "key", type: "string", secret: true },
  { name: "plain", type: "string", default_value: "seen" },
];
const opensAgain = scenario(
  "is opened again after a restart with the same key, and with no other",
  async (given) => {
    let id = "";
    const crashed = await given.crashed(
      async ({ start, script }) => {
        script.on("a", holds);
        const actions = [action("a", { config: { key: "{{key}}" } })];
        id = await start(workflow(actions, { parameters }), { key: SECRET });
      },
      { cipher: testCipher("k1") },
    );
    await refuses(() => given.orchestrator({ storage: crashed, cipher: testCipher("k2") }), {
      code: "UNSEALABLE",
    });
    const storage = await given.reopened(crashed, "closed");
    const script = new Script().on("a", ({ config }) => `echo ${String(config.key)}`);
    const second = await given.orchestrator({ storage, cipher: testCipher("k1"), script });
    same((await second.ended(id)).actions.a?.output, "echo [redacted]");
    same(script.calls[0]?.config, { key: SECRET });
    for (const form of forms) lacks(await visible(second), form);
  },
);

/** Logs, emits and gives back the secret in many forms. */
const tellsEverybody: Behaviour = ({ config, context }) => {
  const key = String(config.key);
  context.logger.warn({ key, nested: { text: `<${key}>` } }, `using ${key}`);
  context.emit({ type: "used", data: { key, [key]: 1 } });
  return {
    key,
    url: `https://x/?k=${encodeURIComponent(key)}`,
    json: JSON.stringify({ key }),
    list: [`a${key}b`],
  };
};

const failsWithIt: Behaviour = ({ config }) => {
  throw new ActionError({
    code: "NO",
    message: `refused ${String(config.key)}`,
    details: { key: config.key },
  });
};

/** Secret parameters. */
export const secretParameters = group("a secret parameter", [
  scenario(
    "reaches the action, and never appears, also when the action echoes it everywhere",
    async (given) => {
      const test = await given.orchestrator();
      test.script.on("echo", tellsEverybody).on("fails", failsWithIt);
      const config = { key: "{{key}}", plain: "{{plain}}" };
      const actions = [
        action("echo", { config }),
        action("fails", { config, depends_on: "echo", on_error: "continue" }),
      ];
      const { execution } = await test.execute(
        workflow(actions, { parameters, outputs: { key: "{{key}}", all: "{{echo}}" } }),
        { key: SECRET },
      );
      same(
        test.script.calls.map((call) => call.config),
        [
          { key: SECRET, plain: "seen" },
          { key: SECRET, plain: "seen" },
        ],
      );
      same(execution.parameters, { key: "[redacted]", plain: "seen" });
      matches(execution.result, { key: "[redacted]" });
      matches(execution.actions.fails?.error, {
        code: "NO",
        message: "refused [redacted]",
        details: { key: "[redacted]" },
      });
      matches(test.logs, [
        {
          fields: { action_id: "echo", key: "[redacted]", nested: { text: "<[redacted]>" } },
          message: "using [redacted]",
        },
      ]);
      const text = await visible(test);
      for (const form of forms) lacks(text, form);
      contains(text, "seen");
    },
  ),
  scenario("is sealed in the journal", async (given) => {
    const { start, script, storage } = await given.orchestrator();
    script.on("a", holds);
    const id = await start(workflow([action("a")], { parameters }), { key: SECRET });
    const [created] = await storage.read(id);
    const { key, plain } = (created?.data.parameters ?? {}) as Record<string, { $sealed?: unknown }>;
    same([typeof key?.$sealed, plain], ["string", "seen"]);
  }),
  ...needing("restart", opensAgain),
  scenario("stays secret through retry and rerun, which know it still", async (given) => {
    const test = await given.orchestrator();
    test.script.on("a", throws(new Error(`bad ${SECRET}`)));
    const { execution } = await test.execute(
      workflow([action("a", { config: { key: "{{key}}" } })], { parameters }),
      { key: SECRET },
    );
    await test.workflows.retryExecution(execution.execution_id, "ada");
    const again = await test.workflows.rerunExecution(execution.execution_id, "ada");
    await test.ended(again.execution?.execution_id ?? "");
    same(
      test.script.calls.map((call) => call.config.key),
      [SECRET, SECRET, SECRET],
    );
    for (const form of forms) lacks(await visible(test), form);
  }),
  scenario("does not get into the way of what events say themselves, whatever its value", async (given) => {
    const { execute, script } = await given.orchestrator();
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
    matches(execution.actions.fetch, {
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
  }),
  scenario("is not told in the errors of a refused start", async (given) => {
    const { create, workflows } = await given.orchestrator();
    const id = await create(
      workflow([], {
        parameters: [{ name: "key", type: "string", secret: true, validation_rules: { max_length: 3 } }],
      }),
    );
    lacks(JSON.stringify(await workflows.startWorkflow(id, { key: SECRET }, "ada")), "hunter2");
  }),
  scenario("leaves no trace in a signal or a reason that repeats it", async (given) => {
    const test = await given.orchestrator();
    test.script.on("a", holds);
    const id = await test.start(workflow([action("a")], { parameters }), { key: SECRET });
    await test.workflows.signalExecution(id, "go", { key: SECRET }, "ada");
    await test.workflows.cancelExecution(id, "ada", { reason: `it is ${SECRET}` });
    test.script.calls[0]?.complete();
    same((await test.ended(id)).error?.message, "Cancelled by ada: it is [redacted].");
    for (const form of forms) lacks(await visible(test), form);
  }),
]);

const provider = { get: (name: string) => Promise.resolve(name === "TOKEN" ? SECRET : undefined) };

/** Secrets of the environment. */
export const secrets = group("$secrets", [
  scenario("are asked for when they are used, and redacted from then on", async (given) => {
    const test = await given.orchestrator({ secrets: provider });
    const config = { token: "Bearer {{$secrets.TOKEN}}" };
    test.script.on("a", (call) => call.config.token);
    const actions = [
      action("a", { config }),
      action("b", { condition: "$secrets.TOKEN = 'x'" }),
      action("fan", { for_each: "{{[$secrets.TOKEN]}}", config: { x: "{{$item}}" } }),
    ];
    const { execution } = await test.execute(workflow(actions, { outputs: { token: "{{$secrets.TOKEN}}" } }));
    same(test.script.of("a")[0]?.config, { token: `Bearer ${SECRET}` });
    same(test.script.of("fan")[0]?.config, { x: SECRET });
    same(
      [execution.actions.a?.output, execution.actions.b?.status, execution.result],
      ["Bearer [redacted]", "skipped", { token: "[redacted]" }],
    );
    for (const form of forms) lacks(await visible(test), form);
  }),
  scenario("are there for plugins, and redacted in what these give back", async (given) => {
    const test = await given.orchestrator({ secrets: provider });
    test.script.on("a", async ({ context }) => context.secrets.get("TOKEN"));
    const { execution } = await test.execute(workflow([action("a")]));
    same(execution.actions.a?.output, "[redacted]");
  }),
  scenario("fail the action when nobody knows them", async (given) => {
    const { execute, script } = await given.orchestrator({ secrets: provider });
    const { execution } = await execute(
      workflow([action("a", { config: { x: "{{$secrets.OTHER}}" }, retry: { max_attempts: 3 } })]),
    );
    matches(execution.error, { code: "UNKNOWN_SECRET", attempt: 1 });
    same(script.calls, []);
  }),
]);

/** What may not be a key. */
export const secretConcurrencyKey = group("a concurrency key", [
  scenario("can't read a secret, for it is stored", async (given) => {
    const { workflows } = await given.orchestrator();
    const definition = workflow([action("a")], { parameters, concurrency: { limit: 1, key: "{{key}}" } });
    same((await workflows.createWorkflow(definition, "ada")).success, false);
  }),
]);
