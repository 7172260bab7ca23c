import type { Diagnostic } from "../diagnostics/diagnostic";
import { toJson } from "../diagnostics/diagnostic";
import { renderDiagnostics } from "../diagnostics/render";
import type { Io, Output } from "../io";
import { EXIT, type Report } from "../report";
import { sizeOf } from "../terminal/live-region";
import { type Line, type Painter, painter, wantsColor } from "../terminal/style";
import { type Symbols, symbolsFor } from "../terminal/symbols";

/** Options that every command takes. */
export interface CommonOptions {
  readonly json?: boolean;
  /** False: `--no-color`. */
  readonly color?: boolean;
  /** The configuration's file. */
  readonly config?: string;
}

/** Options of the commands that use a store. */
export interface StoreOptions extends CommonOptions {
  /** The file; `memory`: none. */
  readonly storage?: string;
  /** The server's address. */
  readonly server?: string;
}

/** Who does it: as the options say, else the user of the system. */
export function userOf({ user }: { readonly user?: string | undefined }, { env }: Pick<Io, "env">): string {
  return user ?? env.USER ?? env.USERNAME ?? "cli";
}

/** How a command writes. */
export interface Look {
  readonly out: Painter;
  readonly err: Painter;
  readonly symbols: Symbols;
  /** Is standard output a terminal? */
  readonly isTerminal: boolean;
  /** The width to which prose is broken. */
  readonly columns: number;
  readonly colors: (output: Output) => boolean;
}

/** What is not a terminal has no width; prose that is read later is best broken as for a wide one. */
const PIPE_COLUMNS = 120;

/** How to write, as the options and the surroundings say. */
export function lookOf(io: Io, { color }: Pick<CommonOptions, "color">): Look {
  const { stderr, stdout } = io;
  const colors = (output: Output): boolean => wantsColor(io, output, color !== false);
  return {
    out: painter(colors(stdout)),
    err: painter(colors(stderr)),
    symbols: symbolsFor(io),
    isTerminal: stdout.isTTY === true,
    columns: stdout.isTTY === true ? sizeOf(stdout).columns : PIPE_COLUMNS,
    colors,
  };
}

/** The report of a command that could not do its work. */
export function refusedReport(diagnostics: readonly Diagnostic[], look: Look, json: object = {}): Report {
  return {
    exitCode: EXIT.invalid,
    json: { success: false, ...json, errors: diagnostics.map(toJson) },
    out: [],
    err: paintAll(renderDiagnostics(diagnostics), look.err),
  };
}

/** Lines as text. */
export function paintAll(lines: readonly Line[], paint: Painter): string[] {
  return lines.map((line) => paint(line));
}
