import { CliError } from "../diagnostics/diagnostic";
import { DevLoop } from "../dev/dev-loop";
import { findWorkflows } from "../dev/find-workflows";
import type { Io } from "../io";
import { STDIN } from "../source/read-file";
import { lookOf } from "./shared";
import type { RunOptions } from "./run";

/** Options of `tutti dev`. */
export interface DevOptions extends Pick<RunOptions, "color" | "param" | "params" | "user"> {
  readonly config?: string;
  /** The workflow to run after each change. */
  readonly run?: string;
}

/** Checks workflow files whenever they, the configuration or its local plugins change, until Ctrl-C. */
export async function dev(given: readonly string[], options: DevOptions, io: Io): Promise<number> {
  const { params = [], run } = options;
  const named = given.length > 0 ? given : findWorkflows(io.cwd);
  const files = [...new Set([...named, ...(run === undefined ? [] : [run])])];
  if ([...files, ...params].includes(STDIN)) {
    const message = "Standard input (-) can't be watched.";
    throw new CliError({ code: "USAGE", message, fix: "Give files." });
  }
  const loop = new DevLoop({ files, options, io, look: lookOf(io, options) });
  return loop.untilInterrupted();
}
