/** Every code of a {@link TestkitError}, and what to do about it. A test keeps the README's table equal. */
export const testkitErrors = {
  UNEXPECTED_CALL: "Script the call with mesh.service(name).on(method, path), or correct the workflow.",
  NOTHING_LEFT: "Send the signal or complete the call that it waits for, or correct what the test waits for.",
  INVALID_DURATION: 'Give milliseconds, or a text such as "90 s", "1 day" or "1 h 30 min".',
  NO_TEST_HOOKS: "Give the runner's own: useTestOrchestrator({ hooks: { beforeEach, afterEach } }).",
  NOT_READY: "Call it inside a test or a hook: it is made before each test.",
  NO_SQLITE: "Install it (npm install --save-dev @tutti/sqlite), or leave out durable: true.",
  CRASHED: "Ask again: the orchestrator has started anew from its store.",
  LEAK: "Stop, close or clear it before the test ends.",
  INVALID_HISTORY: "Give the events of one execution: await events.correlated(id), or a storage's entries.",
  INVALID_TEST_FILE: "Correct the file; tutti test shows the places.",
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
