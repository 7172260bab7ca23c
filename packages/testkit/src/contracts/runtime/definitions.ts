import { contains, matches, same } from "../check";
import { action, group, scenario, workflow } from "./scenario";

const PARAMETERS = [
  { name: "text", type: "string" },
  { name: "count", type: "integer", default_value: 0 },
  { name: "map", type: "object", default_value: { list: [1, { deep: null }] } },
];

/** Definitions, as they are stored and started. */
export const definitions = group("definitions", [
  scenario("with problems are refused with all of them, and nothing is stored", async (given) => {
    const { workflows } = await given.orchestrator();
    const refused = await workflows.createWorkflow(
      workflow([
        action("a", { depends_on: "b" }),
        action("b", { depends_on: "a" }),
        action("a", { action_type: "nothing_like_it" }),
        action("c", { config: { x: "{{nobody.y}}", z: "{{1 +}}" } }),
      ]),
      "ada",
    );
    same([refused.success, refused.workflow, (await workflows.listWorkflows()).workflows], [false, null, []]);
    const codes = new Set(refused.errors.map(({ code }) => code as string));
    for (const code of [
      "DUPLICATE_ACTION_ID",
      "UNKNOWN_ACTION_TYPE",
      "UNKNOWN_REFERENCE",
      "INVALID_EXPRESSION",
    ])
      contains([...codes], code);
  }),
  scenario("come back as they were given", async (given) => {
    const { create, workflows } = await given.orchestrator();
    const definition = workflow([action("a", { config: { zero: 0, no: false, empty: "", none: null } })], {
      description: "für 🎉",
      tags: ["x"],
      parameters: PARAMETERS,
    });
    const found = await workflows.getWorkflow(await create(definition));
    matches(found.workflow, definition);
  }),
  scenario("get a new revision with each change, and refuse a change of an old one", async (given) => {
    const { create, workflows } = await given.orchestrator();
    const id = await create(workflow([]));
    matches(await workflows.updateWorkflow(id, { name: "second" }, "bob"), {
      success: true,
      workflow: { revision: 2, name: "second" },
    });
    const late = await workflows.updateWorkflow(id, { name: "late" }, "ada", { expectedRevision: 1 });
    same([late.success, late.errors[0]?.code], [false, "REVISION_CONFLICT"]);
    same((await workflows.getWorkflow(id, { revision: 1 })).workflow?.name, "test");
  }),
  scenario("that are deleted start nothing more", async (given) => {
    const { create, workflows } = await given.orchestrator();
    const id = await create(workflow([]));
    same((await workflows.deleteWorkflow(id)).success, true);
    same((await workflows.startWorkflow(id, {}, "ada")).errors[0]?.code, "UNKNOWN_WORKFLOW");
  }),
]);

/** Templates in a config, with their types. */
export const templates = group("templates", [
  scenario("that stand alone keep the type of their value; others are put into the text", async (given) => {
    const { execute, script } = await given.orchestrator();
    const config = {
      whole: "{{map}}",
      list: "{{map.list}}",
      zero: "{{count}}",
      text: "{{text}}",
      joined: "<{{text}}|{{count}}|{{map.list}}|{{map.list[1].deep}}>",
      computed: "{{$uppercase(text) & $string(count + 1)}}",
    };
    await execute(workflow([action("a", { config })], { parameters: PARAMETERS }), { text: "ü" });
    same(script.of("a")[0]?.config, {
      whole: { list: [1, { deep: null }] },
      list: [1, { deep: null }],
      zero: 0,
      text: "ü",
      joined: '<ü|0|[1,{"deep":null}]|>',
      computed: "Ü1",
    });
  }),
  scenario("read parameters with their defaults, which the execution shows", async (given) => {
    const { execute } = await given.orchestrator();
    const { execution } = await execute(workflow([], { parameters: PARAMETERS }), { text: "" });
    same(execution.parameters, { text: "", count: 0, map: { list: [1, { deep: null }] } });
  }),
]);
