/** Something that is wrong with a file of tests, or with a workflow that it tests. */
export interface TestFileProblem {
  readonly code: string;
  /** What is wrong, with the actual values. */
  readonly message: string;
  /** Where, as in `cases[1].expect.status`; "" is the whole file. */
  readonly path: string;
  /** What to do. */
  readonly fix: string;
}

/** A problem of a file of tests itself. */
export function testFileProblem(path: string, message: string, fix: string): TestFileProblem {
  return { code: "INVALID_TEST_FILE", message, path, fix };
}
