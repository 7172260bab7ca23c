import { AssertionError } from "node:assert";
import { type Durations, durationsOf } from "./statistics";

/** One run of a load test. */
export interface LoadSample {
  readonly user: number;
  readonly iteration: number;
  readonly ms: number;
  /** Why it failed; undefined: it succeeded. */
  readonly error?: string;
}

/** A load test as JSON. Durations are seconds, and those of the runs that succeeded. */
export interface LoadResults {
  readonly name: string;
  readonly users: number;
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  /** From 0 to 1. */
  readonly success_rate: number;
  readonly total_seconds: number;
  /** Runs that succeeded, a second. */
  readonly throughput: number;
  readonly seconds: Durations;
  /** How often each message came, the most frequent first. */
  readonly errors: Readonly<Record<string, number>>;
}

/** What a load test has to keep to. Durations in seconds. */
export interface LoadLimits {
  /** At least this share of the runs succeeds: 0.95 is 95 %. */
  readonly successRate?: number;
  /** At least so many runs succeed a second. */
  readonly throughput?: number;
  /** At most so long. */
  readonly mean?: number;
  readonly median?: number;
  readonly p95?: number;
  readonly p99?: number;
  readonly max?: number;
}

/** What came of a load test. */
export class LoadReport {
  readonly results: LoadResults;

  constructor(
    { name, users, ms }: { readonly name: string; readonly users: number; readonly ms: number },
    readonly samples: readonly LoadSample[],
  ) {
    const good = samples.filter(({ error }) => error === undefined);
    this.results = {
      name,
      users,
      total: samples.length,
      succeeded: good.length,
      failed: samples.length - good.length,
      success_rate: samples.length === 0 ? 0 : good.length / samples.length,
      total_seconds: ms / 1000,
      throughput: ms === 0 ? 0 : (good.length * 1000) / ms,
      seconds: durationsOf(good.map((sample) => sample.ms)),
      errors: countErrors(samples),
    };
  }

  /** Writes the table; by default to the console. */
  print(write: (text: string) => void = console.log): void {
    write(this.toString());
  }

  toJSON(): LoadResults {
    return this.results;
  }

  toString(): string {
    const { name, seconds, errors, ...all } = this.results;
    const rows: readonly (readonly [string, string])[] = [
      ["Total users", `${all.users}`],
      ["Total executions", `${all.total}`],
      ["Successful executions", `${all.succeeded}`],
      ["Failed executions", `${all.failed}`],
      ["Success rate", `${(all.success_rate * 100).toFixed(2)} %`],
      ["Total time", `${all.total_seconds.toFixed(2)} s`],
      ["Average execution time", shown(seconds.mean)],
      ["Median execution time", shown(seconds.median)],
      ["95 % took at most", shown(seconds.p95)],
      ["99 % took at most", shown(seconds.p99)],
      ["Min execution time", shown(seconds.min)],
      ["Max execution time", shown(seconds.max)],
      ["Throughput", `${all.throughput.toFixed(2)} executions/second`],
    ];
    const failures = Object.entries(errors).map(([message, count]) => `  ${count} × ${message}`);
    return [
      `${name}:`,
      ...rows.map(([title, value]) => `  ${`${title}:`.padEnd(24)} ${value}`),
      ...(failures.length === 0 ? [] : ["Failures:", ...failures]),
    ].join("\n");
  }

  /**
   * Throws an `AssertionError` with the whole table when a limit is not kept; it names each one.
   *
   * @example
   * report.assert({ successRate: 0.95, throughput: 3, mean: 3, max: 10 });
   */
  assert(limits: LoadLimits): void {
    const broken = this.broken(limits);
    if (broken.length === 0) return;
    throw new AssertionError({
      message: `${broken.join("\n")}\n\n${this.toString()}`,
      stackStartFn: this.assert.bind(this),
    });
  }

  private broken({ successRate, throughput, ...longest }: LoadLimits): string[] {
    const { success_rate, throughput: actual, seconds } = this.results;
    const atLeast = [
      ["Success rate", success_rate, successRate],
      ["Throughput", actual, throughput],
    ] as const;
    const low = atLeast.flatMap(([what, value, least]) =>
      least === undefined || value >= least ? [] : [`${what} too low: ${value.toFixed(3)} < ${least}`],
    );
    const high = Object.entries(longest).flatMap(([what, most]) => {
      const value = seconds[what as keyof Durations];
      return value <= most ? [] : [`${what} too slow: ${value.toFixed(3)} s > ${most} s`];
    });
    return [...low, ...high];
  }
}

function countErrors(samples: readonly LoadSample[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { error } of samples) if (error !== undefined) counts.set(error, (counts.get(error) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([, a], [, b]) => b - a));
}

function shown(seconds: number): string {
  return `${seconds.toFixed(3)} s`;
}
