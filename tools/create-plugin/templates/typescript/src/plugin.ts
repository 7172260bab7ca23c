import { definePlugin } from "@tutti/core";
import { z } from "zod";
import { __actionName__Action } from "./__action-file__-action";
import { GREETER, greeterWith } from "./greeter";
import { version } from "./version";

/**
 * The plugin that brings the action `__action_type__`.
 *
 * @example
 * await createOrchestrator({ plugins: [plugin({ salutation: "Good evening" })] });
 */
export const plugin = definePlugin({
  name: "__package_name__",
  version,
  options: z.strictObject({
    salutation: z.string().min(1).default("Hello").describe("What stands before the name."),
  }),
  actions: [__actionName__Action],
  register(container, { salutation }) {
    container.register(GREETER, { useValue: greeterWith(salutation) });
  },
});
