import { ActionError, defineAction, definePlugin, type Plugin } from "@tutti/core";
import { z } from "zod";

const say = defineAction({
  type: "say",
  description: "Gives back what it got.",
  config: z.strictObject({ message: z.unknown() }),
  output: z.object({ message: z.unknown() }),
  examples: [{ name: "hello", config: { message: "Hello {{name}}" } }],
  execute: ({ message }) => ({ message }),
});

const refuse = defineAction({
  type: "refuse",
  description: "Fails.",
  config: z.strictObject({}),
  errors: [{ code: "REFUSED", description: "Always.", retryable: false }],
  execute: () => {
    throw new ActionError({ code: "REFUSED", message: "It was refused.", retryable: false });
  },
});

/** The actions of the tests. */
export function testActions(): Plugin {
  return definePlugin({ name: "test-actions", version: "1.0.0", actions: [say, refuse] })();
}

/** A workflow that says hello to its parameter `name`. */
export const hello = {
  name: "Hello",
  description: "Says hello.",
  tags: ["greeting"],
  parameters: [{ name: "name", type: "string", default_value: "world" }],
  actions: [{ action_id: "greet", action_type: "say", config: { message: "Hello {{name}}" } }],
  outputs: { text: "{{greet.message}}" },
};

/** A workflow that waits until it gets the signal `go`. */
export const waiting = {
  name: "Waiting",
  actions: [{ action_id: "gate", action_type: "wait_for_signal", config: { signal: "go" } }],
  outputs: { got: "{{gate}}" },
};

/** A workflow that fails. */
export const failing = {
  name: "Failing",
  actions: [{ action_id: "no", action_type: "refuse", config: {} }],
};
