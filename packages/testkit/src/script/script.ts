import { type ActionContext, defineAction, definePlugin, type Plugin } from "@tutti/core";
import { z } from "zod";
import { Activity } from "../clock";
import type { Behaviour } from "./behaviours";
import { ScriptedCall } from "./scripted-call";

/**
 * What scripted actions do, and what was asked of them. Its plugin brings three action types: `scripted`,
 * `undo` (for compensations) and `strict` (which has schemas). They give `config.returns`, or null, unless
 * the script says something else.
 *
 * @example
 * const script = new Script();
 * script.on("fetch", throws(new Error("down")), () => 42); // fails once, then gives 42
 * const orchestrator = await createOrchestrator({ plugins: [script.plugin()] });
 */
export class Script {
  /** Every call so far, in order. */
  readonly calls: ScriptedCall[] = [];
  /** Knows when no further call can come. An orchestrator of a contract puts its own here. */
  activity = new Activity();
  private readonly behaviours = new Map<string, Behaviour[]>();

  /** What the calls of an action do, in turn; the last one for ever. */
  on(name: string, ...behaviours: readonly Behaviour[]): this {
    this.behaviours.set(name, [...behaviours]);
    return this;
  }

  /** The calls of an action so far. */
  of(name: string): ScriptedCall[] {
    return this.calls.filter((call) => call.name === name);
  }

  /** The names in the order of their calls. */
  get order(): string[] {
    return this.calls.map((call) => call.name);
  }

  /** An action's first call, or the one of the given number, once it has come. */
  started(name: string, number = 1): Promise<ScriptedCall> {
    return this.activity.until(
      () => this.of(name)[number - 1],
      () => `Call ${number} of "${name}" did not come; there were: ${this.order.join(", ") || "none"}.`,
    );
  }

  /** The plugin that brings the scripted action types. */
  plugin(): Plugin {
    const config = z.looseObject({});
    const run =
      (prefix: string) => (given: Record<string, unknown>, _needs: unknown, context: ActionContext) =>
        this.perform(new ScriptedCall(`${prefix}${context.actionId}`, given, context));
    const scripted = defineAction({
      type: "scripted",
      description: "Does as told.",
      config,
      execute: run(""),
    });
    const undo = defineAction({
      type: "undo",
      description: "Undoes as told.",
      config,
      execute: run("undo:"),
    });
    const strict = defineAction({
      type: "strict",
      description: "Is strict about what goes in and comes out.",
      config: z.strictObject({ count: z.number(), text: z.string().optional() }),
      output: z.object({ count: z.number() }),
      execute: run("") as never,
    });
    return definePlugin({ name: "script", version: "1.0.0", actions: [scripted, undo, strict] })();
  }

  private perform(call: ScriptedCall): unknown {
    this.calls.push(call);
    this.activity.note();
    const behaviours = this.behaviours.get(call.name) ?? [];
    const behaviour = behaviours.length > 1 ? behaviours.shift() : behaviours[0];
    return behaviour === undefined ? (call.config.returns ?? null) : behaviour(call);
  }
}
