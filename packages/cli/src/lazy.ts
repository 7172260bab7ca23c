/* A command loads what it needs when it is called: `tutti --help` needs none of it. */
/* eslint-disable @typescript-eslint/no-require-imports -- import() fails in the Jest set-ups that have no VM modules */
/** The commands, each loaded when it is called. */
export const commands = {
  run: () => require("./commands/run") as typeof import("./commands/run"),
  validate: () => require("./commands/validate") as typeof import("./commands/validate"),
  graph: () => require("./commands/graph") as typeof import("./commands/graph"),
  actions: () => require("./commands/actions") as typeof import("./commands/actions"),
  watch: () => require("./commands/run-and-watch") as typeof import("./commands/run-and-watch"),
};
