import type { Behaviour } from "../../script";
import { holds, Script } from "../../script";
import { testCipher } from "../../entropy";
import { lacks, matches, same } from "../check";
import type { Bench } from "./bench";
import { action, child, group, needing, scenario, workflow } from "./scenario";
import { forms, SECRET, visible } from "./secret-sight";

const provider = { get: (name: string) => (name === "TOKEN" ? SECRET : undefined) };

/** Gives back what it was sent, and the secret in it alone. */
const echoes: Behaviour = ({ config }) => ({
  config,
  alone: SECRET,
  basic: Buffer.from(`ada:${SECRET}`).toString("base64"),
});

/** A workflow whose parameter `header` is not declared secret. */
const inner = workflow([action("send", { config: { header: "{{header}}" } })], {
  parameters: [
    { name: "header", type: "string" },
    { name: "plain", type: "string", default_value: "seen" },
  ],
  outputs: { header: "{{header}}", all: "{{send}}" },
});

async function nothingShows(test: Bench): Promise<void> {
  const text = await visible(test);
  for (const form of forms) lacks(text, form);
}

/** The ids of the executions of a workflow, the newest first. */
async function executionsOf({ workflows }: Bench, workflow_id: string): Promise<string[]> {
  const { executions } = await workflows.listExecutions({ workflow_id });
  return executions.map(({ execution_id }) => execution_id);
}

const childRemembers = scenario("is known to the child after a restart", async (given) => {
  const cipher = testCipher("k1");
  let innerId = "";
  const crashed = await given.crashed(
    async ({ create, start, script }) => {
      script.on("send", holds);
      innerId = await create(inner);
      await start(workflow([child(innerId, { header: "Bearer {{$secrets.TOKEN}}" })]));
      await script.started("send");
    },
    { cipher, secrets: provider },
  );
  const storage = await given.reopened(crashed, "closed");
  const script = new Script().on("send", echoes);
  const test = await given.orchestrator({ storage, cipher, script, secrets: provider });
  const [id = ""] = await executionsOf(test, innerId);
  matches((await test.ended(id)).result, { header: "Bearer [redacted]", all: { alone: "[redacted]" } });
  same(script.of("send")[0]?.config, { header: `Bearer ${SECRET}` });
  await nothingShows(test);
});

/** Secrets that go from one execution to the next. */
export const secretsHandedOn = group("a secret that is handed to a child", [
  scenario("is sealed and masked there, also in a parameter that is not declared secret", async (given) => {
    const test = await given.orchestrator({ secrets: provider });
    test.script.on("send", echoes);
    const innerId = await test.create(inner);
    const { execution } = await test.execute(
      workflow([child(innerId, { header: "Bearer {{$secrets.TOKEN}}" })], { outputs: { out: "{{child}}" } }),
    );
    const redacted = { config: { header: "Bearer [redacted]" }, alone: "[redacted]", basic: "[redacted]" };
    same(execution.result, { out: { header: "Bearer [redacted]", all: redacted } });
    const [id = ""] = await executionsOf(test, innerId);
    same((await test.get(id)).parameters, { header: "[redacted]", plain: "seen" });
    same(test.script.of("send")[0]?.config, { header: `Bearer ${SECRET}` });
    await nothingShows(test);
  }),
  scenario("is known there as it is, also when it was handed on as a part of a secret", async (given) => {
    const test = await given.orchestrator({ secrets: provider });
    test.script.on("send", echoes);
    const parameters = [{ name: "header", type: "string", secret: true }];
    const innerId = await test.create({ ...inner, parameters });
    await test.execute(workflow([child(innerId, { header: "Bearer {{$secrets.TOKEN}}" })]));
    await nothingShows(test);
  }),
  scenario("stays secret through a rerun of the child, and in its own children", async (given) => {
    const test = await given.orchestrator();
    test.script.on("send", echoes);
    const innerId = await test.create(inner);
    const middle = await test.create(
      workflow([child(innerId, { header: "{{header}}" })], {
        parameters: [{ name: "header", type: "string" }],
      }),
    );
    const outer = workflow([child(middle, { header: "Bearer {{key}}" })], {
      parameters: [{ name: "key", type: "string", secret: true }],
    });
    const started = await test.create(outer);
    await test.workflows.executeWorkflow(started, { key: SECRET }, "ada");
    const [middleId = ""] = await executionsOf(test, middle);
    const again = await test.workflows.rerunExecution(middleId, "ada");
    await test.ended(again.execution?.execution_id ?? "");
    same(
      test.script.of("send").map(({ config }) => config),
      [{ header: `Bearer ${SECRET}` }, { header: `Bearer ${SECRET}` }],
    );
    await nothingShows(test);
  }),
  scenario("can't be in the child's concurrency key, for that is stored", async (given) => {
    const test = await given.orchestrator({ secrets: provider });
    const innerId = await test.create({ ...inner, concurrency: { limit: 1, key: "{{header}}" } });
    const { execution } = await test.execute(
      workflow([child(innerId, { header: "Bearer {{$secrets.TOKEN}}" })]),
    );
    same(execution.error?.code, "INVALID_PARAMETERS");
    same(await executionsOf(test, innerId), []);
    await nothingShows(test);
  }),
  ...needing("restart", childRemembers),
]);

/** Waits are stored, and compared with what comes. */
const waits: readonly (readonly [type: string, key: string, config: object])[] = [
  ["wait_for_signal", "signal", { signal: "go {{$secrets.TOKEN}}" }],
  ["wait_for_signal", "payload_schema", { signal: "go", payload_schema: { const: "{{$secrets.TOKEN}}" } }],
  ["wait_for_event", "values", { event_type: "paid", values: { key: "{{$secrets.TOKEN}}" } }],
  ["wait_for_event", "correlation", { event_type: "paid", correlation: "{{$secrets.TOKEN}}" }],
  ["run_workflow", "workflow_id", { workflow_id: "{{$secrets.TOKEN}}" }],
];

/** Where a secret would be stored as it is. */
export const secretsRefused = group("a secret in what is stored as it is", [
  ...waits.map(([action_type, key, config]) =>
    scenario(`is refused: ${key} of ${action_type}`, async (given) => {
      const test = await given.orchestrator({ secrets: provider });
      const { execution } = await test.execute(workflow([{ action_id: "w", action_type, config }]));
      matches(execution.error, {
        code: "INVALID_CONFIG",
        message: `Config of ${action_type}: ${key} holds a secret, and it is stored as it is.`,
      });
      await nothingShows(test);
    }),
  ),
  scenario("is taken out of the code that an action fails with", async (given) => {
    const test = await given.orchestrator({ secrets: { get: () => "HUNTER_TWO" } });
    const config = { code: "NO_{{$secrets.TOKEN}}", message: "No {{$secrets.TOKEN}}" };
    const { execution } = await test.execute(workflow([{ action_id: "f", action_type: "fail", config }]));
    matches(execution.error, { code: "NO_[redacted]", message: "No [redacted]" });
    lacks(await visible(test), "HUNTER_TWO");
  }),
  scenario("is taken out of the message of an expression that fails over it", async (given) => {
    const test = await given.orchestrator({ secrets: provider });
    const { execution } = await test.execute(
      workflow([
        {
          action_id: "w",
          action_type: "wait",
          config: { until: "{{$secrets.TOKEN}}" },
          on_error: "continue",
        },
        action("n", { config: { x: "{{$number($secrets.TOKEN)}}" } }),
      ]),
    );
    same(execution.error?.code, "EXPRESSION_FAILED");
    await nothingShows(test);
  }),
]);
