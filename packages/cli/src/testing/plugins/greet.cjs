// A plugin as a package would bring it.
const { defineAction, definePlugin } = require("@tutti/core");
const { z } = require("zod");

exports.plugin = definePlugin({
  name: "acme-plugin-greet",
  version: "1.0.0",
  options: z.strictObject({ greeting: z.string().default("Hello") }),
  actions: ({ greeting }) => [
    defineAction({
      type: "greet",
      description: "Says hello.",
      config: z.strictObject({ name: z.string() }),
      execute: ({ name }) => ({ text: `${greeting}, ${name}` }),
    }),
  ],
});
