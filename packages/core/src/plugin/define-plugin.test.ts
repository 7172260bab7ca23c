import { expectTypeOf } from "expect-type";
import { z } from "zod";
import type { ActionExecutor } from "./action";
import type { PluginContainer } from "./container";
import { defineAction } from "./define-action";
import { definePlugin, isPlugin, PLUGIN_CONTRACT_VERSION, type Plugin } from "./define-plugin";

const echo = defineAction({ type: "echo", description: "", config: z.object({}), execute: () => "x" });
const container = {} as PluginContainer;

describe("definePlugin", () => {
  it("gives a factory whose product is a plugin of this contract", () => {
    const plugin = definePlugin({ name: "acme", version: "1.2.3", actions: [echo] })();
    expect(plugin).toMatchObject({
      name: "acme",
      version: "1.2.3",
      contractVersion: PLUGIN_CONTRACT_VERSION,
    });
    expect(plugin.actions).toEqual([echo]);
    expect(isPlugin(plugin)).toBe(true);
    expect([{}, null, "acme", definePlugin].map(isPlugin)).toEqual([false, false, false, false]);
  });

  it("hands the checked options, with their defaults, to everything", async () => {
    const seen: unknown[] = [];
    const factory = definePlugin({
      name: "acme",
      version: "1.0.0",
      options: z.strictObject({ url: z.url(), retries: z.number().default(3) }),
      actions: (options) => {
        seen.push(options);
        return [echo];
      },
      register: (_container, options) => seen.push(options),
      start: (_resolver, options) => void seen.push(options),
      stop: (_resolver, options) => void seen.push(options),
    });
    const plugin = factory({ url: "https://example.com" });
    plugin.register(container);
    await plugin.start(container);
    await plugin.stop(container);
    expect(seen).toEqual(Array.from({ length: 4 }, () => ({ url: "https://example.com", retries: 3 })));
  });

  it("asks for options only where the schema needs some", () => {
    const optional = definePlugin({
      name: "a",
      version: "1",
      options: z.strictObject({ level: z.string().optional() }),
    });
    const needed = definePlugin({ name: "b", version: "1", options: z.strictObject({ url: z.string() }) });
    expectTypeOf(optional).parameters.toEqualTypeOf<[options?: { level?: string | undefined } | undefined]>();
    expectTypeOf(needed).parameters.toEqualTypeOf<[options: { url: string }]>();
    expectTypeOf(needed).returns.toEqualTypeOf<Plugin>();
    expect(optional().name).toBe("a");
  });

  it.each<[string, unknown, string]>([
    ["a wrong value", { url: 3 }, "url"],
    ["an unknown key", { url: "https://example.com", nope: 1 }, "nope"],
    ["options that are missing", undefined, "url"],
  ])("refuses %s and names the plugin", (_what, options, named) => {
    const factory = definePlugin({ name: "acme", version: "1", options: z.strictObject({ url: z.url() }) });
    expect(() => factory(options as { url: string })).toThrow(new RegExp(`Options of acme: .*${named}`, "s"));
  });

  it("refuses options where there are none to give", () => {
    const factory = definePlugin({ name: "acme", version: "1" }) as (options: unknown) => Plugin;
    expect(() => factory({ url: "x" })).toThrow("Options of acme: it takes none.");
  });

  it("takes executors and classes alike", () => {
    class Greet implements ActionExecutor {
      readonly descriptor = { type: "greet", description: "", config: z.object({}) };
      execute(): string {
        return "hello";
      }
    }
    expect(definePlugin({ name: "acme", version: "1", actions: [echo, Greet] })().actions).toHaveLength(2);
  });
});
