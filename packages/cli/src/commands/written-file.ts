import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CliError } from "../diagnostics/diagnostic";
import type { Io } from "../io";
import { EXIT, type Report } from "../report";

/** A file that a command makes from others. */
export interface Writing {
  readonly file: string;
  readonly text: string;
  /** Write nothing, and throw when the file is not as it would be written. */
  readonly check: boolean | undefined;
  /** What the file says something about, in the plural. */
  readonly about: string;
  /** The command that writes it. */
  readonly command: string;
}

/** What became of a file. */
export interface Written {
  readonly file: string;
  /** False: it was there as it should be. */
  readonly written: boolean;
}

/**
 * Writes a file, unless it is there as it should be; or checks that it is.
 *
 * Throws a `CliError` `OUT_OF_DATE` when it is not.
 */
export function writeOrCheck(writing: Writing, { cwd }: Pick<Io, "cwd">): Written {
  const { check = false, file, text } = writing;
  const absolute = path.resolve(cwd, file);
  const before = existsSync(absolute) ? readFileSync(absolute, "utf8").replaceAll("\r\n", "\n") : undefined;
  if (before === text) return { file, written: false };
  if (check) throw outOfDate(writing, before !== undefined);
  mkdirSync(path.dirname(absolute), { recursive: true });
  writeFileSync(absolute, text);
  return { file, written: true };
}

function outOfDate({ about, command, file }: Writing, isThere: boolean): CliError {
  return new CliError({
    code: "OUT_OF_DATE",
    message: isThere ? `${file} does not say what ${about} say now.` : `There is no ${file}.`,
    fix: `Write it: ${command}`,
    place: { name: file },
  });
}

/** The report of a command that wrote, or would have written, a file. */
export function reportFile({ file, written }: Written, what: string, json: object = {}): Report {
  return {
    exitCode: EXIT.ok,
    json: { success: true, file, written, ...json },
    out: [`${file}: ${what}, ${written ? "written" : "as before"}`],
    err: [],
  };
}

/** The report of a command that was asked for the text itself. */
export function reportText(text: string, json: object = { text }): Report {
  return { exitCode: EXIT.ok, json: { success: true, ...json }, out: [text.trimEnd()], err: [] };
}
