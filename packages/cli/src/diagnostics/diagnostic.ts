import type { Issue } from "@tutti/core";
import type { Range, SourceText } from "../source/source-text";

/** Where a diagnostic points. */
export type Place =
  | { readonly source: SourceText; readonly range: Range }
  /** A file whose lines are not known. */
  | { readonly name: string }
  /** An option of the command line. */
  | { readonly option: string };

/** An issue of core, or one of the same shape. */
export type PlainIssue = Omit<Issue, "code"> & { readonly code: string };

/** Something that is wrong, with the place that has to be changed. */
export interface Diagnostic {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  /** As in core's issues: `actions[1].config.message`. */
  readonly path?: string;
  readonly place?: Place;
  /** What else helps to understand it. */
  readonly note?: string;
}

/** What is wrong and keeps a command from its work. Its message and fix are for people. */
export class CliError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(...diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({ message }) => message).join("\n"));
    this.name = "CliError";
    this.diagnostics = diagnostics;
  }
}

/** An issue as a diagnostic. */
export function fromIssue({ code, message, path, fix }: PlainIssue, place?: Place): Diagnostic {
  return { code, message, path, fix, ...(place === undefined ? {} : { place }) };
}

/** In the order of the text; what has no position comes first, in the order it was found. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted((a, b) => startOf(a) - startOf(b));
}

function startOf({ place }: Diagnostic): number {
  return place !== undefined && "range" in place ? place.range.start : -1;
}

/** A diagnostic as `--json` prints it. */
export interface DiagnosticJson {
  readonly code: string;
  readonly message: string;
  readonly path: string;
  readonly fix: string;
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
}

/** A diagnostic for programs. */
export function toJson({ code, message, path = "", fix, place }: Diagnostic): DiagnosticJson {
  const told = { code, message, path, fix };
  if (place === undefined) return told;
  if ("option" in place) return told;
  if ("name" in place) return { ...told, file: place.name };
  return { ...told, file: place.source.name, ...place.source.position(place.range.start) };
}
