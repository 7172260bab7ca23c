import { type Category, categoryOf } from "./category";

/** What became of a test. */
export type TestStatus = "passed" | "failed" | "skipped";

/** One test of a run, whatever ran it. */
export interface TestRecord {
  /** From the project's folder on. */
  readonly file: string;
  /** With the titles around it. */
  readonly name: string;
  readonly category: Category;
  readonly status: TestStatus;
  /** Real time. */
  readonly duration_ms: number;
  /** Why it failed; "" for one that did not. */
  readonly message: string;
  /** From 1; undefined: not known. */
  readonly line?: number | undefined;
}

/** A test as its runner tells of it. */
export type RunnersTest = Omit<TestRecord, "category">;

/** Words in a test's name that begin with @ are tags. */
const TAG = /(?:^|\s)@(?<tag>[a-z][\w-]*)/g;

/** A test with its category: that of a tag in its name (`@api`), else that of its file. */
export function toRecord(test: RunnersTest): TestRecord {
  const tags = [...test.name.matchAll(TAG)].map(({ groups }) => groups?.["tag"] ?? "");
  return { ...test, category: categoryOf({ file: test.file, tags }) };
}
