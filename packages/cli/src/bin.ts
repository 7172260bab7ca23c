import nodeModule from "node:module";

// Compiled code is kept between runs (Node 22.1 and newer): half of the time until a command begins is compiling.
(nodeModule as Partial<typeof nodeModule>).enableCompileCache?.();

/* eslint-disable @typescript-eslint/no-require-imports -- what is imported would be compiled before the line above */
const { main } = require("./main") as typeof import("./main");
const { processIo } = require("./io") as typeof import("./io");
/* eslint-enable @typescript-eslint/no-require-imports */

/** How long what a plugin left open may keep the process alive. */
const GRACE_MS = 500;
const LONGEST_MS = 2 ** 31 - 1;

// A reader that has gone, as in `tutti graph flow.yaml | head -1`, ends the output and nothing else.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

// Whoever waits for a signal has no timer and no socket open: without this, the process would end as if all were well.
const alive = setInterval(() => undefined, LONGEST_MS);

void main(process.argv.slice(2), processIo()).then((code) => {
  clearInterval(alive);
  process.exitCode = code;
  setTimeout(() => process.exit(), GRACE_MS).unref();
});
