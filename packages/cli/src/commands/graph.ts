import { CliError } from "../diagnostics/diagnostic";
import { locateIssues } from "../diagnostics/locate-issue";
import type { Io } from "../io";
import { type Graph, toGraph } from "../render/graph";
import { mermaidLines } from "../render/mermaid";
import { treeLines } from "../render/tree";
import { EXIT, type Report } from "../report";
import { actionTypesIn, readDefinition, withSession } from "../run/session";
import { parseSource } from "../source/parse-source";
import { readSource } from "../source/read-file";
import { type CommonOptions, lookOf, paintAll } from "./shared";

/** Options of `tutti graph`. */
export interface GraphOptions extends CommonOptions {
  readonly mermaid?: boolean;
}

/** Shows what waits for what in a workflow. */
export async function graph(file: string, options: GraphOptions, io: Io): Promise<Report> {
  const shown = await readGraph(file, options, io);
  const lines =
    options.mermaid === true ? mermaidLines(shown) : paintAll(treeLines(shown), lookOf(io, options).out);
  return { exitCode: EXIT.ok, json: { success: true, graph: shown }, out: lines, err: [] };
}

async function readGraph(file: string, options: CommonOptions, io: Io): Promise<Graph> {
  const parsed = parseSource(await readSource(file, io));
  if (!parsed.ok) throw new CliError(...parsed.diagnostics);
  const { data } = parsed;
  const read = readDefinition(data);
  if (!read.ok) throw new CliError(...read.diagnostics);
  const session = { configFile: options.config, types: actionTypesIn(data.value) };
  const checked = await withSession(session, io, ({ orchestrator }) =>
    orchestrator.workflows.validateWorkflow(data.value),
  );
  if (!checked.success) throw new CliError(...locateIssues(checked.errors, data));
  return toGraph(read.definition, checked.plan);
}
