// Ends a run with one plain line, `N passed, N failed`, that any CI can read without a parser.
class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    // A file that could not even start has no tests of its own, yet it is a failure.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    process.stdout.write(`\n${results.numPassedTests} passed, ${failed} failed\n`);
  }
}

module.exports = ClosingLineReporter;
