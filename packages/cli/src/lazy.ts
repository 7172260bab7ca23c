/* A command loads what it needs when it is called: `tutti --help` needs none of it. */
/* eslint-disable @typescript-eslint/no-require-imports -- import() fails in the Jest set-ups that have no VM modules */
/** The commands, each loaded when it is called. */
export const commands = {
  run: () => require("./commands/run") as typeof import("./commands/run"),
  validate: () => require("./commands/validate") as typeof import("./commands/validate"),
  graph: () => require("./commands/graph") as typeof import("./commands/graph"),
  actions: () => require("./commands/actions") as typeof import("./commands/actions"),
  start: () => require("./commands/start") as typeof import("./commands/start"),
  worker: () => require("./commands/worker") as typeof import("./commands/worker"),
  serve: () => require("./commands/serve") as typeof import("./commands/serve"),
  list: () => require("./commands/list") as typeof import("./commands/list"),
  executions: () => require("./commands/executions") as typeof import("./commands/executions"),
  show: () => require("./commands/show") as typeof import("./commands/show"),
  events: () => require("./commands/events") as typeof import("./commands/events"),
  ask: () => require("./commands/ask") as typeof import("./commands/ask"),
  keys: () => require("./commands/keys") as typeof import("./commands/keys"),
  storage: () => require("./commands/storage") as typeof import("./commands/storage"),
  types: () => require("./commands/types") as typeof import("./commands/types"),
  schema: () => require("./commands/schema") as typeof import("./commands/schema"),
  test: () => require("./commands/test") as typeof import("./commands/test"),
  testWatch: () => require("./commands/test-and-watch") as typeof import("./commands/test-and-watch"),
  pluginCheck: () => require("./commands/plugin-check") as typeof import("./commands/plugin-check"),
  dev: () => require("./commands/dev") as typeof import("./commands/dev"),
  newPlugin: () => require("./commands/new-plugin") as typeof import("./commands/new-plugin"),
  watch: () => require("./commands/run-and-watch") as typeof import("./commands/run-and-watch"),
};
