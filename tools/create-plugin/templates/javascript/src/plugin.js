const { definePlugin } = require("@tutti/core");
const { z } = require("zod");
const { __actionName__Action } = require("./__action-file__-action");
const { GREETER, greeterWith } = require("./greeter");

/** @type {{ readonly version: string }} */
const { version } = require("../package.json");

/**
 * The plugin that brings the action `__action_type__`.
 *
 * @example
 * await createOrchestrator({ plugins: [plugin({ salutation: "Good evening" })] });
 */
const plugin = definePlugin({
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

exports.plugin = plugin;
