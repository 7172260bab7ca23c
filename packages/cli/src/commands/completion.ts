import type { Command } from "commander";
import { commandsOf } from "../completion/commands";
import { completionScript, type Shell } from "../completion/shells";
import { EXIT, type Report } from "../report";

/** Prints the script that a shell completes `tutti` with. */
export function completion(shell: Shell, program: Command): Report {
  const script = completionScript(shell, commandsOf(program));
  return { exitCode: EXIT.ok, json: { success: true, shell, script }, out: [script], err: [] };
}
