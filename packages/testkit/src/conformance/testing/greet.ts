import { type ActionContext, ActionError, defineAction, definePlugin, type Plugin } from "@tutti/core";
import { z } from "zod";

/** What a fixture of the suite does unlike the sound plugin. */
export interface Changes {
  readonly plugin?: object;
  readonly action?: object;
}

const config = z.strictObject({
  name: z.string().min(1).describe("Whom to greet."),
  ms: z.number().optional().describe("How long it takes."),
});
export const output = z.object({ text: z.string().describe("The greeting.") });

/** Waits, until the signal aborts. The timer keeps nobody alive, so that a broken plugin leaves the tests alone. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    setTimeout(resolve, ms).unref();
    signal?.addEventListener("abort", () => reject(signal.reason as Error));
  });
}

export interface Greeting {
  readonly name: string;
  readonly ms?: number | undefined;
}

/** A sound plugin, or one that is broken by the changes. */
export function greetPlugin({ plugin = {}, action = {} }: Changes = {}): Plugin {
  const greet = {
    type: "greet",
    description: "Greets somebody by name.",
    config,
    output,
    examples: [
      { name: "ada", config: { name: "{{who}}" } },
      { name: "slow", config: { name: "Ada", ms: 5 } },
    ],
    async execute({ name, ms = 0 }: Greeting, _needs: unknown, { signal }: ActionContext) {
      if (name === "nobody")
        throw new ActionError({ code: "NOBODY", message: "There is nobody.", retryable: false });
      await pause(ms, signal);
      return { text: `Hello ${name}` };
    },
    ...action,
  };
  const definition = { name: "acme-plugin-greet", version: "1.0.0", actions: [defineAction(greet as never)] };
  return definePlugin({ ...definition, ...plugin })();
}
