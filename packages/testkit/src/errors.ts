/** Every code of a {@link TestkitError}, and what to do about it. A test keeps the README's table equal. */
export const testkitErrors = {
  UNEXPECTED_CALL: "Script the call with mesh.service(name).on(method, path), or correct the workflow.",
  NO_RECORDING: "Record it first: give recordedMesh({ file, record }) the real mesh, or check the path.",
} as const;

/** A code of {@link testkitErrors}. */
export type TestkitErrorCode = keyof typeof testkitErrors;

/**
 * An error of the testkit itself. Its message says what happened and ends with what to do about it.
 *
 * @example
 * throw new TestkitError("NO_RECORDING", "There is no recording review.json.");
 */
export class TestkitError extends Error {
  /** What to do about it. */
  readonly fix: string;

  constructor(
    readonly code: TestkitErrorCode,
    problem: string,
  ) {
    super(`${problem} ${testkitErrors[code]}`);
    this.name = "TestkitError";
    this.fix = testkitErrors[code];
  }
}
