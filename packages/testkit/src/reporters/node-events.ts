import path from "node:path";
import { type TestRecord, toRecord } from "./test-record";

/** What is read of the events of node:test. */
export interface NodeTestEvent {
  readonly type: string;
  readonly data: {
    readonly name?: string;
    readonly nesting?: number;
    readonly file?: string | undefined;
    readonly line?: number | undefined;
    readonly skip?: string | boolean | undefined;
    readonly todo?: string | boolean | undefined;
    readonly details?: {
      readonly duration_ms?: number;
      readonly type?: string | undefined;
      readonly error?: { readonly message?: string; readonly cause?: unknown } | undefined;
    };
  };
}

const ENDS = new Set(["test:pass", "test:fail"]);

/** Gathers the tests of node:test, which tells of a suite after its tests, and of its name before them. */
export class NodeTests {
  readonly tests: TestRecord[] = [];
  /** The names of what has begun, by nesting, for each file. */
  private readonly titles = new Map<string, string[]>();

  constructor(private readonly root: string) {}

  note({ data, type }: NodeTestEvent): void {
    const { file = "", name = "", nesting = 0 } = data;
    const open = (this.titles.get(file) ?? []).slice(0, nesting);
    if (type === "test:start") this.titles.set(file, [...open, name]);
    if (ENDS.has(type) && !this.isAround({ data, type }))
      this.tests.push(this.recordOf([...open, name].join(" "), { data, type }));
  }

  /** Is this a suite, or a file that went well? Where each file has a process it is a test of its own. */
  private isAround({ data: { details, file = "", name = "", nesting = 0 }, type }: NodeTestEvent): boolean {
    if (details?.type === "suite") return true;
    const isFile = nesting === 0 && path.resolve(this.root, name) === path.resolve(this.root, file);
    return isFile && type === "test:pass";
  }

  private recordOf(name: string, { data, type }: NodeTestEvent): TestRecord {
    const { details = {}, file = "", line, skip, todo } = data;
    const isLeftOut = (skip ?? todo ?? false) !== false;
    return toRecord({
      file: file === "" ? "" : path.relative(this.root, file),
      name,
      status: isLeftOut ? "skipped" : type === "test:pass" ? "passed" : "failed",
      duration_ms: details.duration_ms ?? 0,
      message: type === "test:pass" ? "" : messageOf(details.error),
      line,
    });
  }
}

function messageOf(error: { readonly message?: string; readonly cause?: unknown } | undefined): string {
  const { cause, message = "" } = error ?? {};
  return cause instanceof Error ? (cause.stack ?? cause.message) : message;
}
