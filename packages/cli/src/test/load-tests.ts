import { existsSync } from "node:fs";
import path from "node:path";
import type { WorkflowDefinition } from "@tutti/core";
import {
  checkWorkflowTests,
  childFilesOf,
  unknownActions,
  workflowFileOf,
  type WorkflowTestFile,
} from "@tutti/testkit/workflow-tests";
import { CliError, type Diagnostic } from "../diagnostics/diagnostic";
import { locateIssues } from "../diagnostics/locate-issue";
import type { Io } from "../io";
import { readDefinition } from "../run/session";
import { locate } from "../source/locate";
import { parseSource, type SourceData } from "../source/parse-source";
import { readSource } from "../source/read-file";
import { SourceText } from "../source/source-text";

/** A file of tests with the texts that it was read from. */
export interface LoadedTests {
  /** As people see it: from the working directory on. */
  readonly name: string;
  readonly file: WorkflowTestFile;
  readonly source: SourceData;
  readonly workflow: { readonly name: string; readonly source: SourceData };
}

/** A file that can be run, or all that is wrong with it; and every file that it was read from. */
export interface LoadResult {
  readonly loaded: LoadedTests | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly files: readonly string[];
}

/** Reads a file of tests and the workflows that it names. */
export async function loadTests(file: string, io: Io): Promise<LoadResult> {
  const reader = new Reader(io);
  try {
    return { loaded: await read(file, reader), diagnostics: [], files: reader.files };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return { loaded: undefined, diagnostics: error.diagnostics, files: reader.files };
  }
}

async function read(file: string, reader: Reader): Promise<LoadedTests> {
  const source = await reader.data(file);
  const checked = checkWorkflowTests(source.value);
  if (!checked.ok) throw new CliError(...locateIssues(checked.problems, source));
  const { tests } = checked;
  const workflowFile = workflowFileOf(file, tests, existsSync);
  if (typeof workflowFile === "object") throw new CliError(...locateIssues([workflowFile], source));
  const workflow = await reader.definition(workflowFile);
  const unknown = unknownActions(tests, workflow.definition);
  if (unknown.length > 0) throw new CliError(...locateIssues(unknown, source));
  const children = new Map<string, object>();
  for (const [id, child] of childFilesOf(file, tests))
    children.set(id, (await reader.definition(child)).definition);
  return {
    name: reader.nameOf(file),
    file: {
      file,
      tests,
      workflow: { file: workflowFile, definition: workflow.definition },
      children,
      lineOf: (at) => lineOf(source, at),
    },
    source,
    workflow: { name: reader.nameOf(workflowFile), source: workflow.source },
  };
}

/** The line of a path, from 1. */
export function lineOf(data: SourceData, at: string): number {
  return data.source.position(locate(data, at).start).line;
}

/** Reads files and remembers which. */
class Reader {
  readonly files: string[] = [];

  constructor(private readonly io: Io) {}

  nameOf(file: string): string {
    return path.relative(this.io.cwd, file);
  }

  /** Throws a `CliError` for a file that can't be read. */
  async data(file: string): Promise<SourceData> {
    this.files.push(file);
    const { text } = await readSource(file, this.io);
    const parsed = parseSource(new SourceText(this.nameOf(file), text));
    if (!parsed.ok) throw new CliError(...parsed.diagnostics);
    return parsed.data;
  }

  async definition(
    file: string,
  ): Promise<{ readonly definition: WorkflowDefinition; readonly source: SourceData }> {
    const source = await this.data(file);
    const checked = readDefinition(source);
    if (!checked.ok) throw new CliError(...checked.diagnostics);
    return { definition: checked.definition, source };
  }
}
