import path from "node:path";
import { type TestRecord, toRecord } from "./test-record";

/** What is read of vitest's modules, from version 3 on. */
export interface VitestModule {
  readonly moduleId: string;
  readonly children: { allTests(): Iterable<VitestTest> };
  /** Why the module could not be run. */
  errors(): readonly VitestError[];
}

interface VitestError {
  readonly message?: string;
  readonly stack?: string | undefined;
}

interface VitestTest {
  readonly fullName: string;
  readonly location?: { readonly line: number } | undefined;
  result(): { readonly state: string; readonly errors?: readonly VitestError[] | undefined };
  diagnostic(): { readonly duration: number } | undefined;
}

/** The tests of vitest's modules. A module that could not be run is a failure, whatever tests it has. */
export function vitestTests(modules: readonly VitestModule[], root: string): TestRecord[] {
  return modules.flatMap((module) => {
    const file = path.relative(root, module.moduleId);
    const errors = module.errors();
    const tests = [...module.children.allTests()].map((test) => testOf(test, file));
    if (errors.length === 0) return tests;
    const broken = { file, name: "the file could not be run", status: "failed", duration_ms: 0 } as const;
    return [...tests, toRecord({ ...broken, message: textOf(errors) })];
  });
}

function testOf(test: VitestTest, file: string): TestRecord {
  const { errors = [], state } = test.result();
  return toRecord({
    file,
    name: test.fullName,
    status: state === "passed" || state === "failed" ? state : "skipped",
    duration_ms: test.diagnostic()?.duration ?? 0,
    message: textOf(errors),
    line: test.location?.line,
  });
}

function textOf(errors: readonly VitestError[]): string {
  return errors.map(({ message = "", stack }) => stack ?? message).join("\n");
}
