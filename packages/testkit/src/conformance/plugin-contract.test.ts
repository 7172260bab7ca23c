import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { ActionError, type Plugin } from "@tutti/core";
import { z } from "zod";
import { describePlugin, pluginContract, type PluginContractOptions, runContract } from "../index";
import { pluginFixes } from "./fixes";
import { type Changes, greetPlugin, type Greeting, output, pause } from "./testing/greet";

const failing = { name: "nobody", action: "greet", config: { name: "nobody" }, fails: "NOBODY" };
const known = { name: "known", action: "greet", config: { name: "Bob" }, output: { text: "Hello Bob" } };
const options: PluginContractOptions = {
  parameters: { who: "Ada" },
  examples: [failing, known],
  package: false,
};

/** What a plugin fails, with the reasons. */
async function failures(plugin: Plugin, more: PluginContractOptions = {}): Promise<Record<string, string>> {
  const results = await runContract(pluginContract(plugin, { ...options, ...more }));
  const failed = results.filter(({ outcome }) => outcome === "failed");
  return Object.fromEntries(failed.map(({ name, reason }) => [name, (reason as Error).message]));
}

describePlugin(greetPlugin(), options);

describe("the plugin contract finds each fault for its own reason", () => {
  const quick = (execute: (config: Greeting) => unknown): Changes => ({ action: { execute } });
  const timers: NodeJS.Timeout[] = [];
  afterAll(() => timers.forEach((timer) => clearInterval(timer)));

  it.each<[fault: string, Changes, failed: string, reason: RegExp]>([
    [
      "a name that npm would refuse",
      { plugin: { name: "Acme Greet" } },
      "has the name of an npm package",
      /"Acme Greet"/,
    ],
    ["a version that is none", { plugin: { version: "latest" } }, "has a semantic version", /"latest"/],
    [
      "an action without a description",
      { action: { description: "" } },
      "says in a sentence what it does",
      /description: ""/,
    ],
    [
      "a config field that says nothing",
      {
        action: {
          config: z.strictObject({ name: z.string().min(1), ms: z.number().optional().describe("x") }),
        },
      },
      "describes each field of its config",
      /fields of the config say nothing: name\./,
    ],
    [
      "a field inside a list that says nothing",
      {
        action: {
          config: z.strictObject({
            name: z.string().min(1).describe("x"),
            ms: z.number().optional().describe("x"),
            to: z
              .array(z.strictObject({ at: z.string() }))
              .optional()
              .describe("x"),
          }),
        },
      },
      "describes each field of its config",
      /to\[\]\.at/,
    ],
    [
      "a config that JSON can't be",
      {
        action: {
          config: z.strictObject({
            name: z.string().min(1).describe("x"),
            ms: z.number().optional().describe("x"),
            at: z.date().optional().describe("x"),
          }),
        },
      },
      "describes each field of its config",
      /Date/,
    ],
    [
      "no output schema",
      { action: { output: undefined } },
      "has a schema for its output",
      /no output schema/,
    ],
    [
      "an output field that says nothing",
      { action: { output: z.object({ text: z.string() }) } },
      "describes each field of its output",
      /fields of the output say nothing: text\./,
    ],
    [
      "two examples of one name",
      { action: { examples: [known, known] } },
      "has examples, each with a name of its own",
      /share a name: known, known/,
    ],
    [
      "an example that is not valid",
      { action: { examples: [{ name: "wrong", config: { nme: "Ada" } }] } },
      "its examples are valid",
      /The example "wrong": .*nme/s,
    ],
    [
      "a config that takes anything",
      {
        action: {
          config: z.looseObject({
            name: z.string().min(1).describe("x"),
            ms: z.number().optional().describe("x"),
          }),
        },
      },
      "refuses a field that it does not know",
      /use z\.strictObject/,
    ],
    [
      "an output that does not fit",
      { action: { output: z.object({ text: z.number().describe("x") }) } },
      "its outputs match",
      /does not fit its schema/,
    ],
    [
      "another result than the example says",
      { action: { execute: sound((name) => `Hi ${name}`) } },
      "its outputs match",
      /Hello Bob/,
    ],
    [
      "an output that is no JSON",
      {
        action: {
          output: z.any().describe("x"),
          execute: sound(
            (name) => `Hello ${name}`,
            (text) => ({ text, at: new Map() }),
          ),
        },
      },
      "its outputs are JSON",
      /it\.at in its output is no JSON/,
    ],
    [
      "a config that it changes",
      { action: { execute: mutating } },
      "leaves its config as it is",
      /changed its config from .* to .*7/,
    ],
    [
      "an abort that it ignores",
      { action: { execute: deaf } },
      "ends soon when its signal aborts",
      /went on for 1000 ms/,
    ],
    [
      "an error without a code",
      { action: { execute: sound((name) => `Hello ${name}`, undefined, new Error("oh")) } },
      "its errors carry codes",
      /threw Error: oh, which is no ActionError/,
    ],
    [
      "an error with another code",
      {
        action: {
          execute: sound(
            (name) => `Hello ${name}`,
            undefined,
            new ActionError({ code: "OTHER", message: "no", retryable: false }),
          ),
        },
      },
      "its errors carry codes",
      /failed with OTHER instead of NOBODY/,
    ],
    [
      "an error that does not come",
      { action: { execute: sound((name) => `Hello ${name}`, undefined, null) } },
      "its errors carry codes",
      /was to fail with NOBODY, but gave/,
    ],
    [
      "an error that it does not tell",
      { action: { errors: [{ code: "OTHER", description: "Never.", retryable: false }] } },
      "tells the errors that it fails with",
      /It tells OTHER, but not NOBODY/,
    ],
    [
      "a timer that outlives its stop",
      { plugin: { start: () => void timers.push(setInterval(() => undefined, 60_000)) } },
      "leaves nothing open when it has stopped",
      /Timeout/,
    ],
    [
      "a stop that fails",
      { plugin: { stop: () => Promise.reject(new Error("stuck")) } },
      "starts and stops, also in two orchestrators at once",
      /does not stop cleanly/,
    ],
  ])("%s", async (_fault, changes, failed, reason) => {
    const found = await failures(greetPlugin(changes));
    expect(Object.keys(found)).toEqual([failed]);
    expect(found[failed]).toMatch(reason);
  });

  it("with what to do about it", async () => {
    const cases = pluginContract(greetPlugin({ action: { type: "sayHello" } }), options);
    expect(cases.filter(({ fix }) => fix === undefined)).toEqual([]);
    expect(cases.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(pluginFixes)));
    const results = await runContract(cases);
    expect(results.filter(({ outcome }) => outcome === "failed").map(({ fix }) => fix)).toEqual([
      "Call the type like send_sms.",
    ]);
  });

  it("an example that throws", async () => {
    const found = await failures(greetPlugin(quick(() => Promise.reject(new Error("broken")))), {
      examples: [],
    });
    expect(Object.keys(found)).toEqual(["its examples run"]);
    expect(found["its examples run"]).toContain('The example "ada": It threw Error: broken');
  });

  it("no examples at all", async () => {
    const found = await failures(greetPlugin({ action: { examples: [] } }), { examples: [] });
    expect(Object.keys(found)).toEqual(["has examples, each with a name of its own"]);
  });

  it("an odd action type", async () => {
    const found = await failures(greetPlugin({ action: { type: "sayHello" } }), { examples: [] });
    expect(Object.keys(found)).toEqual(["has a type in lower case, with _"]);
  });

  it("another version of the contract", async () => {
    const plugin = Object.create(greetPlugin(), { contractVersion: { value: 99 } }) as Plugin;
    expect(await failures(plugin)).toMatchObject({
      "keeps to this version of the plugin contract": "contractVersion: 99",
    });
  });

  it("a service that the test did not script", async () => {
    const found = await failures(greetPlugin(), {
      services: (mesh) =>
        void mesh
          .getClient("a")
          .makeRequest("GET", "/")
          .catch(() => undefined),
    });
    expect(found["its examples run"]).toContain('Nobody expected the call: GET / to "a"');
  });

  it("a class that can't tell its descriptor", async () => {
    class Greet {
      readonly descriptor = this.sms.descriptor;
      constructor(private readonly sms: { descriptor: never }) {}
      execute() {
        return null;
      }
    }
    const plugin = greetPlugin({ plugin: { actions: [Greet] } });
    expect(await failures(plugin)).toMatchObject({
      "its actions describe themselves": expect.stringContaining("Greet") as string,
    });
  });
});

/** Greets as the sound plugin does, but for what is given. */
function sound(
  greet: (name: string) => string,
  wrap = (text: string): unknown => ({ text }),
  error?: Error | null,
) {
  return async ({ name, ms = 0 }: Greeting, _needs: unknown, { signal }: { signal: AbortSignal }) => {
    if (name === "nobody" && error !== null)
      throw error ?? new ActionError({ code: "NOBODY", message: "There is nobody.", retryable: false });
    await pause(ms, signal);
    return wrap(greet(name));
  };
}

async function mutating(
  config: { name: string; ms?: number },
  needs: unknown,
  context: { signal: AbortSignal },
) {
  const answer = await sound((name) => `Hello ${name}`)({ ...config }, needs, context);
  config.ms = 7;
  return answer;
}

/** Stops its work when it is aborted, and never ends. */
async function deaf({ name, ms = 0 }: Greeting, _needs: unknown, { signal }: { signal: AbortSignal }) {
  if (name === "nobody")
    throw new ActionError({ code: "NOBODY", message: "There is nobody.", retryable: false });
  await new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => clearTimeout(timer));
  });
  return output.parse({ text: `Hello ${name}` });
}

describe("a class as an action", () => {
  it("is tried as any other", async () => {
    const [made] = greetPlugin().actions as [{ descriptor: never; execute: (...all: unknown[]) => unknown }];
    class Greet {
      readonly descriptor = made.descriptor;
      execute(...given: unknown[]) {
        return made.execute(...given);
      }
    }
    const plugin = greetPlugin({ plugin: { actions: [Greet] } });
    expect(await failures(plugin)).toEqual({});
    expect(pluginContract(plugin, options).map(({ group }) => group)).toContain('the action "greet"');
  });
});

describe("the package of a plugin", () => {
  const from = mkdtempSync(path.join(os.tmpdir(), "tutti-conformance-"));
  afterAll(() => rmSync(from, { recursive: true }));

  function install(name: string, manifest: object, files: Record<string, string>): void {
    const folder = path.join(from, "node_modules", name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name, version: "1.0.0", ...manifest }));
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
  }

  it.each<[string, object, Record<string, string>, string[]]>([
    ["acme-sound", { main: "index.js" }, { "index.js": "exports.plugin = () => ({});" }, []],
    [
      "acme-nameless",
      { main: "index.js" },
      { "index.js": "module.exports = () => ({});" },
      ["loads with require", "loads with import"],
    ],
    [
      "acme-throwing",
      { main: "index.js" },
      { "index.js": "throw new Error('no');" },
      ["loads with require", "loads with import", "is one and the same"],
    ],
    [
      "acme-dual",
      { exports: { import: "./index.mjs", require: "./index.cjs" } },
      { "index.cjs": "exports.plugin = () => ({});", "index.mjs": "export const plugin = () => ({});" },
      ["is one and the same"],
    ],
  ])("%s", async (name, manifest, files, failed) => {
    install(name, manifest, files);
    const cases = pluginContract(greetPlugin(), { ...options, package: name, from }).filter((one) =>
      /require|import/.test(one.name),
    );
    const results = await runContract(cases);
    expect(
      results.filter(({ outcome }) => outcome === "failed").map((one) => one.name.split(/,| for/)[0]),
    ).toEqual(failed);
  });

  it("is looked for under the plugin's name", async () => {
    const cases = pluginContract(greetPlugin(), { from }).filter((one) =>
      one.name.startsWith("loads with require"),
    );
    const [result] = await runContract(cases);
    expect(String(result?.reason)).toContain("Cannot find module 'acme-plugin-greet'");
  });
});
