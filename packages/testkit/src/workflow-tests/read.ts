import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseDefinition } from "@tutti/core";
import { parsePath } from "@tutti/core/runtime";
import { isCollection, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import { TestkitError } from "../errors";
import { checkWorkflowTests } from "./check";
import { unknownActions } from "./check-names";
import type { TestFileProblem } from "./problem";
import type { WorkflowTests } from "./schema/file";
import type { WorkflowTestFile } from "./test-file";
import { childFilesOf, workflowFileOf } from "./workflow-files";

/**
 * Reads a file of tests with the workflows that it names, and checks all of it.
 *
 * @param file YAML, or JSON, which YAML holds
 * @throws {TestkitError} `INVALID_TEST_FILE` with everything that is wrong, each with its line and column
 */
export function readWorkflowTests(file: string): WorkflowTestFile {
  const source = readSource(file);
  const checked = checkWorkflowTests(source.value);
  if (!checked.ok) throw refusal(checked.problems, source);
  const { tests } = checked;
  const workflow = readWorkflow(workflowFileFor(file, tests, source));
  const unknown = unknownActions(tests, workflow.definition);
  if (unknown.length > 0) throw refusal(unknown, source);
  const children = childFilesOf(file, tests).map(
    ([id, child]) => [id, readWorkflow(child).definition] as const,
  );
  return { file, tests, workflow, children: new Map(children), lineOf: (at) => source.positionOf(at)?.line };
}

function workflowFileFor(file: string, tests: WorkflowTests, source: Source): string {
  const found = workflowFileOf(file, tests, existsSync);
  if (typeof found === "string") return found;
  throw refusal([found], source);
}

function readWorkflow(file: string): WorkflowTestFile["workflow"] {
  const source = readSource(file);
  const parsed = parseDefinition(source.value);
  if (!parsed.success) throw refusal(parsed.errors, source);
  return { file, definition: parsed.definition };
}

interface Position {
  readonly line: number;
  readonly column: number;
}

interface Source {
  readonly file: string;
  readonly value: unknown;
  /** Where the value of a path stands, or the nearest part around it that is there. */
  readonly positionOf: (at: string) => Position | undefined;
}

function readSource(file: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(readText(file), { version: "1.2", schema: "core", lineCounter: lines });
  const [error] = document.errors;
  if (error !== undefined) throw new TestkitError("INVALID_TEST_FILE", `${file}: ${error.message}\n`);
  return {
    file,
    value: document.toJS({ maxAliasCount: 100 }) as unknown,
    positionOf(at) {
      const node = nearest(document.contents, parsePath(at), (holder, key) =>
        isCollection(holder) ? holder.get(key, true) : undefined,
      );
      const [start] = (isScalar(node) || isCollection(node) ? node.range : undefined) ?? [];
      if (start === undefined) return undefined;
      const { col, line } = lines.linePos(start);
      return { line, column: col };
    },
  };
}

function nearest(
  root: Node | null,
  keys: readonly (string | number)[],
  step: (holder: Node, key: string | number) => Node | undefined,
): Node | null {
  let found = root;
  for (const key of keys) {
    const next = found === null ? undefined : step(found, key);
    if (next === undefined) return found;
    found = next;
  }
  return found;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new TestkitError(
      "INVALID_TEST_FILE",
      `${path.resolve(file)} can't be read: ${(error as Error).message}.`,
    );
  }
}

function refusal(problems: readonly TestFileProblem[], { file, positionOf }: Source): TestkitError {
  const lines = problems.map(({ fix, message, path: at }) => {
    const { column = 1, line = 1 } = positionOf(at) ?? {};
    return `${file}:${line}:${column}: ${message} ${fix}`;
  });
  return new TestkitError("INVALID_TEST_FILE", `${lines.join("\n")}\n`);
}
