import type { WorkflowAccess } from "../access/access";
import type { Diagnostic } from "../diagnostics/diagnostic";
import { locateIssues } from "../diagnostics/locate-issue";
import type { Io } from "../io";
import type { SourceData } from "../source/parse-source";
import type { Start } from "./execute";
import { type GivenParameters, readParameters } from "./parameters";
import { readDefinition } from "./session";

/** What a start is prepared from. */
export interface Preparation {
  readonly parameters: GivenParameters;
  readonly user: string;
  readonly io: Io;
}

/** A start that can be made, or everything that is wrong with it. */
export type Prepared =
  | { readonly ok: true; readonly start: Start }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * Reads a definition and its parameters and stores the workflow. Everything that can be wrong is told
 * before anything runs: the definition first, then the parameters.
 */
export async function prepare(
  data: SourceData,
  access: Pick<WorkflowAccess, "putWorkflow">,
  { io, parameters: given, user }: Preparation,
): Promise<Prepared> {
  const read = readDefinition(data);
  if (!read.ok) return read;
  const { definition } = read;
  const stored = await access.putWorkflow(definition, user);
  if (!stored.success) return { ok: false, diagnostics: locateIssues(stored.errors, data) };
  const parameters = await readParameters(definition.parameters, given, io);
  if (!parameters.ok) return parameters;
  const { workflow_id } = stored.workflow;
  return { ok: true, start: { workflowId: workflow_id, definition, parameters: parameters.values, user } };
}
