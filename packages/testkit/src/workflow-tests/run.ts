import path from "node:path";
import type { CloudEvent } from "@tutti/core";
import { timeline } from "../timeline/timeline";
import { type CaseOptions, type CaseRun, RunningCase } from "./case-run";
import { type Category, categoryOf } from "../reporters/category";
import type { Mismatch } from "./differences";
import { checkSnapshot, type SnapshotOptions, type SnapshotOutcome } from "./snapshot";
import type { PlacedCase } from "./test-file";

/** How cases are run. */
export interface WorkflowTestOptions extends CaseOptions, SnapshotOptions {
  /** How long a case may take, in ms of real time. Default 10,000. */
  readonly timeoutMs?: number;
  /** The project's folder: what the categories of files are told from. Default: where the process runs. */
  readonly root?: string;
}

/** What came of a case. */
export interface WorkflowTestResult {
  readonly file: string;
  readonly name: string;
  readonly category: Category;
  readonly tags: readonly string[];
  /** The line of the case in its file, from 1. */
  readonly line: number | undefined;
  readonly passed: boolean;
  /** Real time. */
  readonly duration_ms: number;
  /** What is not as expected; paths begin at the file: `cases[0].expect.status`. */
  readonly mismatches: readonly Mismatch[];
  readonly snapshot: SnapshotOutcome | null;
  /** Everything about the failure, for people; "" when the case passed. */
  readonly message: string;
  /** What happened in each execution of the workflow: what coverage is computed from. */
  readonly histories: readonly (readonly CloudEvent[])[];
}

const TIMEOUT_MS = 10_000;

/**
 * Runs one case of a file. It never rejects: what goes wrong is in the result.
 *
 * @example
 * const file = readWorkflowTests("review.workflow-test.yaml");
 * for (const one of casesOf(file)) console.log((await runWorkflowTest(one, { plugins })).message);
 */
export async function runWorkflowTest(
  placed: PlacedCase,
  options: WorkflowTestOptions = {},
): Promise<WorkflowTestResult> {
  const { timeoutMs = TIMEOUT_MS, updateSnapshots, ci, root, ...own } = options;
  const begun = performance.now();
  const run = await limited(new RunningCase(placed, own), timeoutMs).catch((error: unknown) =>
    broken(placed, error),
  );
  const snapshots = {
    ...(updateSnapshots === undefined ? {} : { updateSnapshots }),
    ...(ci === undefined ? {} : { ci }),
  };
  const { mismatches, outcome } = withSnapshot(placed, run, snapshots);
  const { tags = [] } = placed.file.tests;
  const all = [...new Set([...tags, ...(placed.spec.tags ?? [])])];
  return {
    file: placed.file.file,
    name: placed.spec.name,
    category: categoryOf({ file: path.relative(root ?? process.cwd(), placed.file.file), tags: all }),
    tags: all,
    line: placed.file.lineOf(`cases[${placed.index}].name`),
    passed: mismatches.length === 0,
    duration_ms: performance.now() - begun,
    mismatches,
    snapshot: outcome,
    message: mismatches.length === 0 ? "" : messageOf(placed, mismatches, run),
    histories: run.histories,
  };
}

/** A case that failed in another way than by its expectations. */
function broken({ index }: PlacedCase, error: unknown): CaseRun {
  const message = error instanceof Error ? error.message : String(error);
  const mismatches = [{ path: `cases[${index}]`, message }];
  return { mismatches, execution: null, events: [], histories: [] };
}

async function limited(running: RunningCase, ms: number): Promise<CaseRun> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const message = `It took longer than ${ms} ms of real time: does an action wait for something outside?`;
      const error = new Error(message);
      running.clock.activity.giveUp(error);
      reject(error);
    }, ms);
  });
  const work = running.run();
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The snapshot of what failed already says nothing. */
function withSnapshot(placed: PlacedCase, { events, mismatches }: CaseRun, options: SnapshotOptions) {
  const { file, index, spec } = placed;
  if (spec.expect.snapshot !== true || mismatches.length > 0) return { mismatches, outcome: null };
  const checked = checkSnapshot({ testFile: file.file, name: spec.name }, events, options);
  const found = checked.mismatches.map((one) => ({ ...one, path: `cases[${index}].expect.${one.path}` }));
  return { mismatches: found, outcome: checked.outcome };
}

function messageOf(
  { file, index, spec }: PlacedCase,
  found: readonly Mismatch[],
  { events, execution }: CaseRun,
): string {
  const line = file.lineOf(`cases[${index}].name`);
  const where = `${file.file}${line === undefined ? "" : `:${line}`}`;
  const listed = found.map((one) => `  ${inCase(one.path)}${indented(one.message)}`);
  const story = execution === null ? [] : ["", timeline(execution, events)];
  return [`"${spec.name}" (${where}) is not as expected:`, ...listed, ...story].join("\n");
}

/** A path as it is read beside the case: without what leads to the case. */
function inCase(full: string): string {
  const inner = full.replace(/^cases\[\d+\]\.?/, "").replace(/^expect\./, "");
  return inner === "" ? "" : `${inner}: `;
}

function indented(message: string): string {
  return message.replaceAll("\n", "\n    ");
}
