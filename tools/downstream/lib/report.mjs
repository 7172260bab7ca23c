/** The rows of a run: prints each as it ends, and counts. */
export class Report {
  passed = 0;
  failed = 0;

  /** Runs a row; it fails by throwing. Gives whether it passed. */
  async row(name, body) {
    const started = performance.now();
    try {
      await body();
    } catch (error) {
      this.fail(name, error.message);
      return false;
    }
    this.pass(name, performance.now() - started);
    return true;
  }

  pass(name, milliseconds) {
    this.passed += 1;
    console.log(`PASS  ${name} (${(milliseconds / 1000).toFixed(1)} s)`);
  }

  fail(name, reason) {
    this.failed += 1;
    console.log(`FAIL  ${name}\n${reason.trimEnd().replaceAll(/^/gm, "      ")}`);
  }

  close() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0;
  }
}
