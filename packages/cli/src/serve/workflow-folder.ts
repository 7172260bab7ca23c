import { readdir } from "node:fs/promises";
import path from "node:path";
import type { Workflow } from "@tutti/core";
import type { WorkflowAccess } from "../access/access";
import { CliError, type Diagnostic } from "../diagnostics/diagnostic";
import { locateIssues } from "../diagnostics/locate-issue";
import type { Io } from "../io";
import { readDefinition } from "../run/session";
import { parseSource } from "../source/parse-source";
import { readSource } from "../source/read-file";

/** Workflow files, and not the files that test workflows. */
export const WORKFLOW_FILE = /(?<!\.workflow-test)\.(?:ya?ml|json)$/i;

/** A workflow of a folder as it is stored. */
export interface StoredFile {
  readonly file: string;
  readonly workflow: Workflow;
}

/**
 * Stores the workflows of a folder and of those in it, each under its name: what is stored already stays as it
 * is. Throws a `CliError` that tells everything that is wrong, and then has stored what is right.
 */
export async function storeFolder(
  folder: string,
  { access, user }: { readonly access: WorkflowAccess; readonly user: string },
  io: Io,
): Promise<readonly StoredFile[]> {
  const stored: StoredFile[] = [];
  const problems: Diagnostic[] = [];
  for (const file of await filesOf(folder, io)) {
    const result = await storeFile(file, { access, user }, io);
    if (Array.isArray(result)) problems.push(...(result as Diagnostic[]));
    else stored.push(result as StoredFile);
  }
  if (problems.length > 0) throw new CliError(...problems);
  return stored;
}

async function filesOf(folder: string, { cwd }: Io): Promise<readonly string[]> {
  try {
    const names = await readdir(path.resolve(cwd, folder), { recursive: true });
    return names
      .filter((name) => WORKFLOW_FILE.test(name) && !name.split(path.sep).includes("node_modules"))
      .toSorted()
      .map((name) => path.join(folder, name));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError({
      code: "FILE_NOT_READ",
      message: `The folder ${folder} can't be read: ${reason}.`,
      fix: "Give a folder that holds workflow files, or leave out --workflows.",
    });
  }
}

async function storeFile(
  file: string,
  { access, user }: { readonly access: WorkflowAccess; readonly user: string },
  io: Io,
): Promise<StoredFile | readonly Diagnostic[]> {
  const parsed = parseSource(await readSource(file, io));
  if (!parsed.ok) return parsed.diagnostics;
  const read = readDefinition(parsed.data);
  if (!read.ok) return read.diagnostics;
  const result = await access.putWorkflow(read.definition, user);
  return result.success ? { file, workflow: result.workflow } : locateIssues(result.errors, parsed.data);
}
