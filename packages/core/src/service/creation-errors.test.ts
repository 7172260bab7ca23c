import { createOrchestrator, type Orchestrator } from "../di";
import type { Issue } from "../errors";
import { defineAction, definePlugin } from "../plugin/index";
import { actionTypes, notify, workflow } from "../plan/testing/definitions";

const plugin = definePlugin({
  name: "some-plugin",
  version: "1.0.0",
  actions: actionTypes.map((descriptor) => defineAction({ ...descriptor, execute: () => ({}) })),
});

let orchestrator: Orchestrator;
beforeAll(async () => {
  orchestrator = await createOrchestrator({ plugins: [plugin()] });
});
afterAll(() => orchestrator.stop());

const url = { name: "url", type: "string" };
const says = (message: string): Record<string, unknown> => ({ config: { message } });

type Expected = [code: Issue["code"], path: string, message: string];

/** Bad input of each kind, with all errors of the answer. */
const kinds: [string, unknown, ...Expected[]][] = [
  ["nothing", null, ["INVALID_DEFINITION", "", "The definition: expected an object, got null."]],
  ["text that is no JSON", "{", ["INVALID_DEFINITION", "", expect.stringMatching(/JSON/)]],
  ["a missing key", {}, ["INVALID_DEFINITION", "name", '"name" is required.']],
  [
    "an unknown key",
    { name: "w", acitons: [] },
    [
      "INVALID_DEFINITION",
      "acitons",
      expect.stringMatching(/^Unknown key "acitons": did you mean "actions"\? Known: /),
    ],
  ],
  [
    "a wrong type",
    { name: "w", timeout_seconds: "30" },
    ["INVALID_DEFINITION", "timeout_seconds", '"timeout_seconds": expected a number, got string "30".'],
  ],
  [
    "a default that its rules refuse",
    workflow([], { parameters: [{ name: "n", type: "integer", default_value: "5" }] }),
    [
      "INVALID_DEFINITION",
      "parameters[0].default_value",
      '"default_value" of parameters[0]: expected an integer, got string "5".',
    ],
  ],
  [
    "a trigger without what a parameter needs",
    workflow([], { parameters: [url], triggers: [{ type: "schedule", cron: "@daily" }] }),
    ["INVALID_DEFINITION", "triggers[0].parameters.url", 'Parameter "url" (string) is required.'],
  ],
  [
    "an action_id twice",
    workflow([notify("notify"), notify("b"), notify("c"), notify("notify")]),
    [
      "DUPLICATE_ACTION_ID",
      "actions[3].action_id",
      'Duplicate action_id "notify" (actions[0] and actions[3]): each action_id must be unique.',
    ],
  ],
  [
    "an action_id that on_failure has too",
    workflow([notify("a")], { on_failure: [notify("a")] }),
    [
      "DUPLICATE_ACTION_ID",
      "on_failure[0].action_id",
      'Duplicate action_id "a" (actions[0] and on_failure[0]): each action_id must be unique.',
    ],
  ],
  [
    "an unknown dependency",
    workflow([notify("fetch"), notify("b", { depends_on: "fetcg" })]),
    [
      "UNKNOWN_DEPENDENCY",
      "actions[1].depends_on",
      'Action "b" depends on unknown action "fetcg": did you mean "fetch"? Actions: fetch, b.',
    ],
  ],
  [
    "a dependency that can't be",
    workflow([notify("a", { depends_on: ["clean"] })], { on_failure: [notify("clean")] }),
    [
      "UNKNOWN_DEPENDENCY",
      "actions[0].depends_on[0]",
      'Action "a" can\'t depend on action "clean", which is one of on_failure and runs only when all others have ended.',
    ],
  ],
  [
    "a cycle",
    workflow([
      notify("a", { depends_on: ["b"] }),
      notify("b", says("{{c.x}}")),
      notify("c", { condition: "a.ok" }),
    ]),
    ["DEPENDENCY_CYCLE", "actions[0]", "Dependency cycle: a -> b -> c -> a."],
  ],
  [
    "an action that waits for itself",
    workflow([notify("a", says("{{a.x}}"))]),
    ["DEPENDENCY_CYCLE", "actions[0]", "Dependency cycle: a -> a."],
  ],
  [
    "an unknown action_type",
    workflow([{ action_id: "a", action_type: "notifcation" }]),
    [
      "UNKNOWN_ACTION_TYPE",
      "actions[0].action_type",
      'Unknown action_type "notifcation": did you mean "notification"? Installed: notification, transform.',
    ],
  ],
  [
    "a config without what it needs",
    workflow([notify("a", { config: {} })]),
    ["INVALID_CONFIG", "actions[0].config.message", 'Config of notification: "message" is required.'],
  ],
  [
    "no config where one is needed",
    workflow([{ action_id: "a", action_type: "notification" }]),
    ["INVALID_CONFIG", "actions[0].config.message", 'Config of notification: "message" is required.'],
  ],
  [
    "a config with an unknown key",
    workflow([notify("a", { config: { message: "x", chanels: [] } })]),
    [
      "INVALID_CONFIG",
      "actions[0].config.chanels",
      'Config of notification: Unknown key "chanels": did you mean "channels"? Known: message, channels, priority.',
    ],
  ],
  [
    "a config with a wrong value beside a template",
    workflow([notify("a", { config: { message: "{{url}}", priority: "high" } })], { parameters: [url] }),
    [
      "INVALID_CONFIG",
      "actions[0].config.priority",
      'Config of notification: "priority": expected an integer, got string "high".',
    ],
  ],
  [
    "a wrong config of a compensation",
    workflow([notify("a", { compensate: { action_type: "notification", config: { message: 1 } } })]),
    [
      "INVALID_CONFIG",
      "actions[0].compensate.config.message",
      'Config of notification: "message": expected text, got number 1.',
    ],
  ],
  [
    "a compensation that waits",
    workflow([notify("a", { compensate: { action_type: "wait", config: { seconds: 1 } } })]),
    [
      "INVALID_DEFINITION",
      "actions[0].compensate.action_type",
      "actions[0].compensate can't be of type \"wait\": a compensation can't wait.",
    ],
  ],
  [
    "a wrong config of a control action",
    workflow([{ action_id: "a", action_type: "wait", config: {} }]),
    ["INVALID_CONFIG", "actions[0].config", 'Config of wait: give either "seconds" or "until".'],
  ],
  [
    "a syntax error in a template",
    workflow([notify("a", says("Hi {{url.(}}"))], { parameters: [url] }),
    [
      "INVALID_EXPRESSION",
      "actions[0].config.message",
      expect.stringMatching(/^Invalid expression "url\.\(" at position \d+: /),
    ],
  ],
  [
    "braces that are not closed",
    workflow([notify("a", says("Hi {{url"))], { parameters: [url] }),
    [
      "INVALID_EXPRESSION",
      "actions[0].config.message",
      'Invalid expression "url": {{ is not closed with }}.',
    ],
  ],
  [
    "a slip from another language",
    workflow([notify("a", { condition: "url == 'x'" })], { parameters: [url] }),
    [
      "INVALID_EXPRESSION",
      "actions[0].condition",
      expect.stringMatching(/^Invalid expression "url == 'x'" at position \d+: /),
    ],
  ],
  [
    "a secret without a name",
    workflow([notify("a", says("{{$secrets}}"))]),
    [
      "INVALID_EXPRESSION",
      "actions[0].config.message",
      expect.stringMatching(/\$secrets is read without a name/),
    ],
  ],
  [
    "an unknown parameter in a template",
    workflow([notify("a", says("Hi {{ulr}}"))], { parameters: [url] }),
    [
      "UNKNOWN_REFERENCE",
      "actions[0].config.message",
      'Unknown name "ulr" in "Hi {{ulr}}": did you mean "url"? Known here: url, a.',
    ],
  ],
  [
    "an unknown action in outputs",
    workflow([notify("a")], { outputs: { x: "{{b.y}}" } }),
    ["UNKNOWN_REFERENCE", "outputs.x", 'Unknown name "b" in "{{b.y}}": Known here: a.'],
  ],
  [
    "an item without a for_each",
    workflow([notify("a", says("{{$item}}"))]),
    [
      "UNKNOWN_REFERENCE",
      "actions[0].config.message",
      'Unknown name "$item" in "{{$item}}": Known here: $execution, $workflow, $actions, $secrets.',
    ],
  ],
  [
    "a name of two things",
    workflow([notify("url")], { parameters: [url] }),
    [
      "NAME_COLLISION",
      "actions[0].action_id",
      'Name "url" is used twice (parameters[0] and actions[0]): templates could not tell them apart.',
    ],
  ],
  [
    "a parameter twice",
    workflow([], { parameters: [url, url] }),
    [
      "NAME_COLLISION",
      "parameters[1].name",
      'Name "url" is used twice (parameters[0] and parameters[1]): templates could not tell them apart.',
    ],
  ],
  [
    "too much of it",
    { name: "w", description: "x".repeat(2 ** 20) },
    [
      "LIMIT_EXCEEDED",
      "",
      expect.stringMatching(/^The size of the definition in bytes is over the limit: \d+ > 1048576\.$/),
    ],
  ],
  [
    "several things at once, of the schema and of the plan",
    {
      actions: [
        { action_id: "a", depend_on: "x", action_type: "notification", ...says("{{nobody}}") },
        { action_id: "b", action_type: "nothing" },
      ],
    },
    [
      "INVALID_DEFINITION",
      "actions[0].depend_on",
      expect.stringMatching(/^Unknown key "depend_on" of actions\[0\]: did you mean "depends_on"\?/),
    ],
    [
      "UNKNOWN_REFERENCE",
      "actions[0].config.message",
      'Unknown name "nobody" in "{{nobody}}": Known here: a, b.',
    ],
    [
      "UNKNOWN_ACTION_TYPE",
      "actions[1].action_type",
      'Unknown action_type "nothing": Installed: notification, transform.',
    ],
    ["INVALID_DEFINITION", "name", '"name" is required.'],
  ],
];

describe("a definition with", () => {
  test.each(kinds)(
    "%s is refused with what is wrong, where, and what to do",
    async (_name, definition, ...expected) => {
      const { workflows } = orchestrator;
      const created = await workflows.createWorkflow(definition, "ada");
      expect(created).toMatchObject({ success: false, workflow: null });
      expect(created.errors.map(({ code, path, message }) => [code, path, message])).toEqual(expected);
      for (const { fix, message } of created.errors) {
        expect(fix).toMatch(/\w{3}/);
        expect(created.message).toContain(message);
      }
      const validated = await workflows.validateWorkflow(definition);
      expect(validated).toEqual({
        success: false,
        valid: false,
        plan: null,
        message: created.message,
        errors: created.errors,
      });
      expect((await workflows.listWorkflows()).workflows).toEqual([]);
    },
  );
});

test("a slip from another language has its own advice", async () => {
  const { errors } = await orchestrator.workflows.createWorkflow(
    workflow([notify("a", { condition: "1 == 1" })]),
    "ada",
  );
  expect(errors.map(({ fix }) => fix)).toEqual(["JSONata compares with a single =: a = b."]);
});

test("a change that breaks a workflow changes nothing", async () => {
  const own = await createOrchestrator({ plugins: [plugin()] });
  const created = await own.workflows.createWorkflow(workflow([notify("a")]), "ada");
  const id = created.workflow?.workflow_id ?? "";
  const updated = await own.workflows.updateWorkflow(id, { actions: [notify("a", { config: {} })] }, "ada");
  expect(updated).toMatchObject({ success: false, workflow: null, errors: [{ code: "INVALID_CONFIG" }] });
  expect((await own.workflows.getWorkflow(id)).workflow).toEqual(created.workflow);
  await own.stop();
});
