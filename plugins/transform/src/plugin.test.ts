import { createOrchestrator, definePlugin, isPlugin } from "@tutti/core";
import { z } from "zod";
import manifest from "../package.json";
import type { TransformAction } from "./action";
import * as publicFace from "./index";
import { defineTransformation, plugin, TRANSFORMATION, transform } from "./index";
import { fakeContainer } from "./testing/fake-container";
import { fakeContext } from "./testing/fake-context";
import { refusals, run } from "./testing/run";
import { builtIns } from "./transformations";

const reverse = defineTransformation({
  name: "acme:reverse",
  description: "Reverses a list.",
  input: z.array(z.unknown()).describe("a list"),
  examples: [{ input: [1, 2], result: [2, 1] }],
  run: (input) => input.toReversed() as string[],
});

function onlyAction(): TransformAction {
  const { actions } = transform();
  expect(actions).toHaveLength(1);
  return actions[0] as TransformAction;
}

describe("transform()", () => {
  it("is a plugin with the name and the version of the package", () => {
    expect(isPlugin(transform())).toBe(true);
    expect(transform()).toMatchObject({ name: manifest.name, version: manifest.version });
    expect(plugin).toBe(transform);
    expect(Object.keys(publicFace).toSorted()).toEqual([
      "TRANSFORMATION",
      "defineTransformation",
      "plugin",
      "transform",
    ]);
  });

  it("takes no options", () => {
    expect(() => (transform as (options: unknown) => unknown)({ locale: "en" })).toThrow(/takes none/);
  });

  it("has its own transformations also outside an orchestrator", async () => {
    await expect(
      run({ transformation: "uppercase", input: "hi" }, fakeContext(), onlyAction()),
    ).resolves.toBe("HI");
  });

  it("registers its transformations", () => {
    const container = fakeContainer();
    transform().register(container);
    expect(container.resolveAll(TRANSFORMATION)).toEqual(builtIns);
  });

  it("offers the transformations of others, in the schema and at run time", async () => {
    const container = fakeContainer();
    transform().register(container);
    container.register(TRANSFORMATION, { useValue: reverse });
    const bound = onlyAction().bind(container);
    await expect(
      run({ transformation: "acme:reverse", input: [1, 2] }, fakeContext(), bound),
    ).resolves.toEqual([2, 1]);
    expect(refusals({ transformation: "acme:revers", input: [] }, bound)[0]).toContain(
      'did you mean "acme:reverse"?',
    );
    expect(JSON.stringify(z.toJSONSchema(bound.descriptor.config))).toContain('"acme:reverse"');
  });

  it("works in an orchestrator, with parameters, templates and the transformations of others", async () => {
    const others = definePlugin({
      name: "acme-plugin-reverse",
      version: "1.0.0",
      register: (container) => container.register(TRANSFORMATION, { useValue: reverse }),
    });
    const { workflows, stop } = await createOrchestrator({ plugins: [transform(), others()] });
    const definition = (config: object) => ({
      name: "transforms",
      parameters: [{ name: "input_text", type: "string" }],
      actions: [{ action_id: "change", action_type: "transform", config }],
      outputs: { text: "{{change.result}}" },
    });
    const results: unknown[] = [];
    for (const config of [
      { transformation: "uppercase", input_field: "input_text" },
      { transformation: "{{input_text}}", input: "  a " },
      { transformation: "acme:reverse", input: ["{{input_text}}", 1] },
    ]) {
      const { workflow } = await workflows.createWorkflow(definition(config), "test_user");
      const id = workflow?.workflow_id ?? "";
      const { execution } = await workflows.executeWorkflow(id, { input_text: "trim" }, "test_user");
      results.push(execution?.result);
    }
    expect(results).toEqual([{ text: "TRIM" }, { text: "a" }, { text: [1, "trim"] }]);
    const refused = await workflows.createWorkflow(
      definition({ transformation: "acme:revers" }),
      "test_user",
    );
    expect(refused.errors[0]).toMatchObject({
      code: "INVALID_CONFIG",
      path: "actions[0].config.transformation",
      message: expect.stringContaining('did you mean "acme:reverse"? Known: uppercase, ') as string,
    });
    await stop();
  });

  it("can be replaced in a test", async () => {
    const container = fakeContainer();
    transform().register(container);
    container.override(TRANSFORMATION, { useValue: { ...reverse, name: "uppercase" } });
    const bound = onlyAction().bind(container);
    await expect(run({ transformation: "uppercase", input: [1, 2] }, fakeContext(), bound)).resolves.toEqual([
      2, 1,
    ]);
  });

  it("refuses to start when two transformations have one name", () => {
    const container = fakeContainer();
    transform().register(container);
    container.register(TRANSFORMATION, { useValue: { ...reverse, name: "sort" } });
    expect(() => onlyAction().bind(container)).toThrow(
      `Action type "transform" can't be used: two transformations are registered as "sort"; ` +
        `put your package's name in front of yours: "acme:sort".`,
    );
  });
});
