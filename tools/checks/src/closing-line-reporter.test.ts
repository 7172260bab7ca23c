import ClosingLineReporter from "../closing-line-reporter.cjs";

interface Totals {
  numPassedTests: number;
  numFailedTests: number;
  numRuntimeErrorTestSuites: number;
}

function closingLines(totals: Totals): string[] {
  const write = jest.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    new ClosingLineReporter().onRunComplete(new Set(), totals);
    return write.mock.calls.flatMap(([text]) => String(text).split("\n"));
  } finally {
    write.mockRestore();
  }
}

test("the counts stand alone on one line", () => {
  const lines = closingLines({ numPassedTests: 12, numFailedTests: 3, numRuntimeErrorTestSuites: 0 });
  expect(lines).toContain("12 passed, 3 failed");
});

test("a test file that could not start counts as a failure", () => {
  const lines = closingLines({ numPassedTests: 1, numFailedTests: 0, numRuntimeErrorTestSuites: 2 });
  expect(lines).toContain("1 passed, 2 failed");
});
