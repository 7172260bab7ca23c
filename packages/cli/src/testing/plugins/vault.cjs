// A plugin that brings secrets.
const { definePlugin, SECRET_PROVIDER } = require("@tutti/core");
const { z } = require("zod");

exports.plugin = definePlugin({
  name: "acme-plugin-vault",
  version: "1.0.0",
  options: z.strictObject({ values: z.record(z.string(), z.string()) }),
  register(container, { values }) {
    container.register(SECRET_PROVIDER, { useValue: { get: (name) => Promise.resolve(values[name]) } });
  },
});
