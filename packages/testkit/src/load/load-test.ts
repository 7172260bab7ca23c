import { TuttiError } from "@tutti/core";
import { type Duration, toMs } from "../clock/duration";
import { type MeshClock, realTime, wait } from "../mesh/mesh-clock";
import { LoadReport, type LoadSample } from "./load-report";

/** How far a load test is. */
export interface LoadProgress {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
}

/** Options of {@link loadTest}. */
export interface LoadTestOptions {
  /** How many users there are. */
  readonly users: number;
  /** So many users at the same time, batch after batch. Default: all. */
  readonly batchSize?: number;
  /** How often each user runs, one time after the other. Default 1. */
  readonly iterations?: number;
  /** The users of a batch begin spread over this time. Default 0: all at once. */
  readonly rampUp?: Duration;
  /**
   * What a user does. It fails when it throws, and when it answers `success: false`, as `executeWorkflow` does.
   *
   * @param user from 0
   * @param iteration from 0
   */
  readonly run: (user: number, iteration: number) => unknown;
  /** The title of the report. Default "Load test". */
  readonly name?: string;
  /** True: a line on standard error, which changes while it runs. A function is called after each run. */
  readonly progress?: boolean | ((progress: LoadProgress) => void);
  /** What time is taken from. Default: real time. */
  readonly clock?: MeshClock;
}

/**
 * Lets many users run something at once, and measures it.
 *
 * @throws {TuttiError} `INVALID_OPTIONS`
 * @example
 * const report = await loadTest({
 *   users: 20,
 *   batchSize: 5,
 *   run: (user) => workflows.executeWorkflow(id, { user_id: `user_${user}` }, `user_${user}`),
 * });
 * report.print();
 * report.assert({ successRate: 0.95, throughput: 3, mean: 3 });
 */
export async function loadTest(options: LoadTestOptions): Promise<LoadReport> {
  const { users, batchSize = users, iterations = 1, clock = realTime, name = "Load test" } = options;
  checkCounts({ users, batchSize, iterations });
  const samples: LoadSample[] = [];
  const note = progressOf(options, users * iterations);
  const begun = clock.monotonic();
  for (let first = 0; first < users; first += batchSize) {
    const size = Math.min(batchSize, users - first);
    await Promise.all(
      Array.from({ length: size }, (_, place) =>
        runUser({ ...options, clock, iterations }, { user: first + place, share: place / size }, (sample) => {
          samples.push(sample);
          note(samples);
        }),
      ),
    );
  }
  return new LoadReport({ name, users, ms: clock.monotonic() - begun }, samples);
}

type Running = LoadTestOptions & Required<Pick<LoadTestOptions, "clock" | "iterations">>;

async function runUser(
  { clock, iterations, rampUp = 0, run }: Running,
  { user, share }: { readonly user: number; readonly share: number },
  note: (sample: LoadSample) => void,
): Promise<void> {
  const delay = toMs(rampUp) * share;
  if (delay > 0) await wait(clock, delay);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const begun = clock.monotonic();
    const error = await errorOf(() => run(user, iteration));
    const ms = clock.monotonic() - begun;
    note({ user, iteration, ms, ...(error === undefined ? {} : { error }) });
  }
}

async function errorOf(run: () => unknown): Promise<string | undefined> {
  try {
    const answer = (await run()) as
      | { readonly success?: unknown; readonly message?: unknown }
      | undefined
      | null;
    return answer?.success === false ? String(answer.message) : undefined;
  } catch (error) {
    return (error as { readonly message?: string }).message ?? String(error);
  }
}

function progressOf(
  { progress = false }: LoadTestOptions,
  total: number,
): (samples: readonly LoadSample[]) => void {
  if (progress === false) return () => undefined;
  let failed = 0;
  const tell = progress === true ? progressLine() : progress;
  return (samples) => {
    if (samples.at(-1)?.error !== undefined) failed += 1;
    tell({ done: samples.length, total, failed });
  };
}

/** One line that changes on a terminal; elsewhere, as in CI, a line for every tenth of the way. */
function progressLine({ isTTY, write } = standardError()): (progress: LoadProgress) => void {
  let tenth = 0;
  return ({ done, total, failed }) => {
    const text = `${done}/${total} executions, ${failed} failed`;
    const reached = Math.floor((done * 10) / total);
    if (isTTY) write(`\r${text}${done === total ? "\n" : ""}`);
    else if (reached > tenth) write(`${text}\n`);
    tenth = reached;
  };
}

function standardError(): { readonly isTTY: boolean; readonly write: (text: string) => unknown } {
  return { isTTY: process.stderr.isTTY, write: (text) => process.stderr.write(text) };
}

function checkCounts(counts: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(counts)) {
    if (Number.isInteger(value) && value >= 1) continue;
    const problem = `${name} is ${value}`;
    throw TuttiError.of("INVALID_OPTIONS", {
      where: "loadTest",
      problem,
      fix: "Give a whole number from 1 on.",
    });
  }
}
