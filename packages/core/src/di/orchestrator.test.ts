import { z } from "zod";
import { memory } from "../memory";
import {
  type ActionExecutor,
  type AnyAction,
  defineAction,
  definePlugin,
  type Plugin,
  token,
} from "../plugin/index";
import type { Logger } from "../ports";
import { inject } from "./container";
import { createOrchestrator, type OrchestratorOptions } from "./orchestrator";

const GREETING = token<string>("acme:greeting");

const greet = defineAction({
  type: "greet",
  description: "Greets.",
  config: z.strictObject({ name: z.string() }),
  inject: { greeting: GREETING },
  execute: ({ name }, { greeting }) => `${greeting} ${name}`,
});

const greetPlugin = definePlugin({
  name: "acme-greet",
  version: "1.0.0",
  actions: [greet],
  register: (container) => container.register(GREETING, { useValue: "Hello" }),
});

const definition = {
  name: "Greeting",
  parameters: [{ name: "who", type: "string" }],
  actions: [{ action_id: "hello", action_type: "greet", config: { name: "{{who}}" } }],
  outputs: { text: "{{hello}}" },
};

async function greeted(options: OrchestratorOptions): Promise<unknown> {
  await using orchestrator = await createOrchestrator(options);
  const { workflow } = await orchestrator.workflows.createWorkflow(definition, "me");
  const { execution } = await orchestrator.workflows.executeWorkflow(
    workflow?.workflow_id ?? "",
    { who: "Ada" },
    "me",
  );
  return execution?.result;
}

function pluginWith(actions: readonly AnyAction[], name = "acme"): Plugin {
  return definePlugin({ name, version: "1.0.0", actions })();
}

describe("createOrchestrator", () => {
  it("runs workflows with the actions of its plugins", async () => {
    expect(await greeted({ plugins: [greetPlugin()] })).toEqual({ text: "Hello Ada" });
  });

  it("lets tests override any token", async () => {
    const register: OrchestratorOptions["register"] = (container) =>
      container.override(GREETING, { useValue: "Goodbye" });
    expect(await greeted({ plugins: [greetPlugin()], register })).toEqual({ text: "Goodbye Ada" });
  });

  it("builds actions in class form", async () => {
    class Greet implements ActionExecutor {
      readonly descriptor = {
        type: "greet",
        description: "Greets.",
        config: z.strictObject({ name: z.string() }),
      };
      constructor(@inject(GREETING) private readonly greeting: string) {}
      execute(config: { name: string }): string {
        return `${this.greeting}, ${config.name}`;
      }
    }
    const plugin = definePlugin({
      name: "acme",
      version: "1",
      actions: [Greet],
      register: (container) => container.register(GREETING, { useValue: "Hi" }),
    });
    expect(await greeted({ plugins: [plugin()] })).toEqual({ text: "Hi, Ada" });
  });

  it("lists what is installed, with the plugin that brings it", async () => {
    await using orchestrator = await createOrchestrator({ plugins: [greetPlugin()] });
    expect(orchestrator.actions.map(({ type, plugin }) => `${type} (${plugin})`)).toEqual([
      "emit_event (@tutti/core)",
      "fail (@tutti/core)",
      "greet (acme-greet)",
      "run_workflow (@tutti/core)",
      "wait (@tutti/core)",
      "wait_for_event (@tutti/core)",
      "wait_for_signal (@tutti/core)",
    ]);
  });
});

describe("a plugin that can't be used", () => {
  const echo = (type: string): AnyAction =>
    defineAction({ type, description: "", config: z.object({}), execute: () => null });
  const failing = (part: object): Plugin => definePlugin({ name: "acme", version: "1", ...part })();
  const broken = (): never => {
    throw new Error("no luck");
  };

  it.each<[string, unknown[], string, RegExp]>([
    [
      "two with one action type",
      [pluginWith([echo("x")], "a"), pluginWith([echo("x")], "b")],
      "DUPLICATE_ACTION_TYPE",
      /"a" and "b".*"x"/,
    ],
    [
      "one that claims a type of the core",
      [pluginWith([echo("wait")])],
      "DUPLICATE_ACTION_TYPE",
      /@tutti\/core.*acme/,
    ],
    ["one that is listed twice", [pluginWith([]), pluginWith([])], "DUPLICATE_PLUGIN", /"acme"/],
    ["a factory that was not called", [greetPlugin], "INVALID_PLUGIN", /factory/],
    ["something else", [{ name: "acme" }], "INVALID_PLUGIN", /definePlugin/],
    [
      "one of another contract",
      [{ ...pluginWith([]), contractVersion: 99, [Symbol.for("@tutti/core:Plugin")]: true }],
      "PLUGIN_CONTRACT_VERSION",
      /"acme".*99/,
    ],
    [
      "one that throws in register",
      [failing({ register: broken })],
      "PLUGIN_REGISTER_FAILED",
      /"acme".*no luck/,
    ],
    ["one that throws in start", [failing({ start: broken })], "PLUGIN_START_FAILED", /"acme".*no luck/],
    [
      "an action without execute",
      [pluginWith([{ descriptor: { type: "x" } } as unknown as AnyAction])],
      "INVALID_ACTION",
      /execute/,
    ],
    [
      "an action without a type",
      [pluginWith([{ descriptor: {}, execute: () => 1 } as unknown as AnyAction])],
      "INVALID_ACTION",
      /type/,
    ],
    [
      "an action without a schema",
      [pluginWith([{ descriptor: { type: "x" }, execute: () => 1 } as unknown as AnyAction])],
      "INVALID_ACTION",
      /schema/,
    ],
    ["an action whose need nothing meets", [pluginWith([greet])], "UNRESOLVED_TOKEN", /acme:greeting/],
  ])("%s is refused at the start", async (...[, plugins, code, message]) => {
    await expect(createOrchestrator({ plugins: plugins as Plugin[] })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
  });
});

describe("the lifecycle", () => {
  it("starts plugins in order and stops them in reverse, once", async () => {
    const seen: string[] = [];
    const plugin = (name: string): Plugin =>
      definePlugin({
        name,
        version: "1",
        start: () => void seen.push(`start ${name}`),
        stop: () => void seen.push(`stop ${name}`),
      })();
    const orchestrator = await createOrchestrator({ plugins: [plugin("a"), plugin("b")] });
    await Promise.all([orchestrator.stop(), orchestrator.stop()]);
    expect(seen).toEqual(["start a", "start b", "stop b", "stop a"]);
  });

  it("stops what it had started when a later plugin fails to start, and closes the storage", async () => {
    const seen: string[] = [];
    const first = definePlugin({ name: "a", version: "1", stop: () => void seen.push("stop a") });
    const second = definePlugin({
      name: "b",
      version: "1",
      start: () => Promise.reject(new Error("no luck")),
    });
    const storage = Object.assign(memory(), { close: () => seen.push("close") });
    await expect(createOrchestrator({ storage, plugins: [first(), second()] })).rejects.toMatchObject({
      code: "PLUGIN_START_FAILED",
    });
    expect(seen).toEqual(["stop a", "close"]);
  });

  it("goes on stopping when a plugin fails or hangs", async () => {
    const warnings: unknown[] = [];
    const logger = {
      warn: (fields: object) => warnings.push(fields),
      child: () => logger,
    } as unknown as Logger;
    const stopped: string[] = [];
    const plugins = [
      definePlugin({ name: "good", version: "1", stop: () => void stopped.push("good") })(),
      definePlugin({ name: "failing", version: "1", stop: () => Promise.reject(new Error("no luck")) })(),
      definePlugin({ name: "hanging", version: "1", stop: () => new Promise<void>(() => undefined) })(),
    ];
    const orchestrator = await createOrchestrator({ plugins, logger });
    await orchestrator.stop({ deadlineMs: 1 });
    expect(stopped).toEqual(["good"]);
    expect(warnings).toMatchObject([{ plugin: "hanging" }, { plugin: "failing", error: "no luck" }]);
  });
});
