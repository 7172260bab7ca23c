import { z } from "zod";
import { type ActionContext, defineAction, definePlugin, type Plugin } from "../../plugin/index";
import { turn } from "./virtual-clock";

/** What an attempt of a scripted action does: gives its output, or throws. */
export type Behaviour = (call: ScriptedCall) => unknown;

/** One call of a scripted action, as the test sees it. */
export class ScriptedCall {
  /** What a call that holds gives when the test says so. */
  readonly held: Promise<unknown>;
  readonly attempt: number;
  readonly idempotencyKey: string;
  readonly index: number | undefined;
  complete!: (output?: unknown) => void;
  fail!: (error: unknown) => void;

  constructor(
    /** The action's id; `undo:` in front for a compensation. */
    readonly name: string,
    readonly config: Readonly<Record<string, unknown>>,
    readonly context: ActionContext,
  ) {
    this.attempt = context.attempt;
    this.idempotencyKey = context.idempotencyKey;
    this.index = context.index;
    this.held = new Promise((resolve, reject) => {
      this.complete = resolve;
      this.fail = reject;
    });
    this.held.catch(() => undefined);
  }

  /** Has the engine asked the call to stop? */
  get aborted(): boolean {
    return this.context.signal.aborted;
  }
}

/** Blocks until the test completes or fails the call; an abort changes nothing. */
export const holds: Behaviour = (call) => call.held;

/** Throws the error. */
export const throws =
  (error: unknown): Behaviour =>
  () => {
    throw error;
  };

/** How long `started` looks for a call before it gives up. */
const MOST_TURNS = 10_000;

/**
 * What scripted actions do, and what was asked of them. The action types `scripted` and `undo` give
 * `config.returns` (default null) unless the script says something else.
 *
 * @example
 * script.on("fetch", throws(new Error("down")), () => 42); // fails once, then gives 42
 */
export class Script {
  readonly calls: ScriptedCall[] = [];
  private readonly behaviours = new Map<string, Behaviour[]>();

  /** What the calls of an action do, in turn; the last one for ever. */
  on(name: string, ...behaviours: readonly Behaviour[]): this {
    this.behaviours.set(name, [...behaviours]);
    return this;
  }

  /** The calls of an action. */
  of(name: string): ScriptedCall[] {
    return this.calls.filter((call) => call.name === name);
  }

  /** The names in the order of their calls. */
  get order(): string[] {
    return this.calls.map((call) => call.name);
  }

  /** The call of an action, once it has come. */
  async started(name: string, number = 1): Promise<ScriptedCall> {
    for (let turns = 0; turns < MOST_TURNS; turns++) {
      const call = this.of(name)[number - 1];
      if (call !== undefined) return call;
      await turn();
    }
    throw new Error(`Call ${number} of "${name}" did not come; there were: ${this.order.join(", ")}.`);
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
    const behaviours = this.behaviours.get(call.name) ?? [];
    const behaviour = behaviours.length > 1 ? behaviours.shift() : behaviours[0];
    return behaviour === undefined ? (call.config.returns ?? null) : behaviour(call);
  }
}
