/** What a command's exit code says. */
export const EXIT = {
  /** The execution completed; the files are valid; the answer is on standard output. */
  ok: 0,
  /** The execution failed or was cancelled, or what was checked is not right. */
  failed: 1,
  /** Nothing was run: the definition, the parameters, a file, the configuration or the command line is wrong. */
  invalid: 2,
} as const;

/** How a command ended: for programs, for people, and for the shell. */
export interface Report {
  readonly exitCode: number;
  /** The one document that `--json` prints. */
  readonly json: object;
  /** Lines for standard output. */
  readonly out: readonly string[];
  /** Lines for standard error. */
  readonly err: readonly string[];
}
