import { dirname, resolve } from "node:path";
import { EXIT, type Io, run, type RunReport } from "@tutti/cli";
import { type DemoServices, startDemoServices } from "../start.ts";
import { figureLines, type Review } from "./figures.ts";
import { timelineLines } from "./timeline.ts";

const ROOT = resolve(import.meta.dirname, "../../../..");
const WORKFLOW = resolve(ROOT, "tools/demo-services/workflows/document-review.yaml");
const USAGE =
  "Usage: npm run demo [-- FILE]\n\nReviews a document: FILE (a path, or an http URL), or this repository's README.md.\n";

/** Starts the services, reviews a document with them through the workflow, and shows what came out. */
export async function demo(args: readonly string[], io: Io): Promise<number> {
  const [document = resolve(ROOT, "README.md")] = args;
  if (args.length > 1 || document.startsWith("-")) {
    io.stderr.write(USAGE);
    return EXIT.invalid;
  }
  const { hosts, roots, url } = reachOf(document, io);
  const services = await startDemoServices({ roots, hosts });
  try {
    const report = await review(url, services, io);
    for (const line of [...report.out, ...resultLines(report)]) io.stdout.write(`${line}\n`);
    for (const line of report.err) io.stderr.write(`${line}\n`);
    return report.exitCode;
  } finally {
    await services.close();
  }
}

/** What the source agent has to be allowed to read: the document, and what is beside it. */
function reachOf(
  document: string,
  { cwd, env }: Io,
): { url: string; roots: readonly string[]; hosts: readonly string[] } {
  if (/^https?:/.test(document) && URL.canParse(document)) {
    return { url: document, roots: [], hosts: [new URL(document).host] };
  }
  // npm starts scripts in the repository's folder and says in which one the user is.
  const url = resolve(env["INIT_CWD"] ?? cwd, document);
  return { url, roots: [dirname(url)], hosts: [] };
}

function review(url: string, { urls }: DemoServices, io: Io): Promise<RunReport> {
  const services = Object.fromEntries(Object.entries(urls).map(([name, at]) => [name, { url: at }]));
  return run(WORKFLOW, { param: [`document_url=${url}`], config: { services } }, io);
}

function resultLines({ executed }: RunReport): readonly string[] {
  const execution = executed?.result.execution;
  if (!execution) return [];
  const { analyze_content: analysis } = execution.actions;
  const { response } = (analysis?.output ?? {}) as { readonly response?: Review };
  return [
    ...(response === undefined ? [] : ["", ...figureLines(response)]),
    "",
    ...timelineLines(execution.actions),
  ];
}
