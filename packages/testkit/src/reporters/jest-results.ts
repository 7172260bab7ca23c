import path from "node:path";
import { type TestRecord, toRecord } from "./test-record";

/** What is read of jest's results. */
export interface JestResults {
  readonly startTime: number;
  readonly testResults: readonly JestFile[];
}

interface JestFile {
  readonly testFilePath: string;
  /** Why the file could not be run. */
  readonly testExecError?: { readonly message?: string } | null | undefined;
  readonly failureMessage?: string | null | undefined;
  readonly testResults: readonly {
    readonly fullName: string;
    readonly status: string;
    readonly duration?: number | null | undefined;
    readonly failureMessages: readonly string[];
    readonly location?: { readonly line: number } | null | undefined;
  }[];
}

/** The tests of jest's results. A file that could not be run has no tests, and is a failure all the same. */
export function jestTests({ testResults }: JestResults, root: string): TestRecord[] {
  return testResults.flatMap((file) => {
    const name = path.relative(root, file.testFilePath);
    const tests = file.testResults.map((test) =>
      toRecord({
        file: name,
        name: test.fullName,
        status: test.status === "passed" || test.status === "failed" ? test.status : "skipped",
        duration_ms: test.duration ?? 0,
        message: test.failureMessages.join("\n"),
        line: test.location?.line,
      }),
    );
    return file.testExecError == null ? tests : [...tests, brokenFile(name, file)];
  });
}

function brokenFile(file: string, { failureMessage, testExecError }: JestFile): TestRecord {
  const message = failureMessage ?? testExecError?.message ?? "";
  return toRecord({ file, name: "the file could not be run", status: "failed", duration_ms: 0, message });
}
