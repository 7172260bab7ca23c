import type { Execution, Failure } from "@tutti/core";
import { toMs } from "../clock/duration";
import { type ActionOrder, ranActions } from "../matchers";
import { callMismatches } from "./expected-calls";
import { differences, type Mismatch, mismatch } from "./differences";
import type { Observed } from "./observed";
import type { ActionExpectation, ErrorExpectation, Expectation } from "./schema/expectation";

/** Everything in which an execution is not as a test expects it. */
export function mismatches(expected: Expectation, observed: Observed): Mismatch[] {
  const { calls, executions } = expected;
  return [
    ...ofStatus(expected, observed),
    ...ofResult(expected, observed),
    ...ofActions(expected, observed),
    ...ofOrder(expected.order, observed.execution),
    ...ofSkipped(expected.skipped, observed.execution),
    ...(calls === undefined ? [] : callMismatches(calls, observed.calls)),
    ...ofTime(expected.takes, observed.execution),
    ...(executions === undefined ? [] : differences(executions, observed.executions, { at: ["executions"] })),
  ];
}

/** The status that is expected, when the file does not say it. */
export function expectedStatus({ error, status }: Expectation): string {
  return status ?? (error === undefined ? "completed" : "failed");
}

function ofStatus(expected: Expectation, { execution, refusal }: Observed): Mismatch[] {
  const wanted = expectedStatus(expected);
  const status = execution?.status ?? "refused";
  const why = execution?.error ?? refusal[0];
  const told = status === wanted || why == null ? "" : ` (${why.code}: ${why.message})`;
  const found = differences(wanted, status, { at: ["status"] }).map((one) => ({
    ...one,
    message: `${one.message}${told}`,
  }));
  const { error } = expected;
  if (error === undefined) return found;
  return [...found, ...ofError(error, execution === null ? refusal : [execution.error], ["error"])];
}

type Told = Pick<Failure, "code" | "message"> & Partial<Pick<Failure, "action_id" | "attempt">>;

/** Of several errors, as a refusal has, one has to fit. */
function ofError(
  expected: string | ErrorExpectation,
  actual: readonly (Told | null)[],
  at: readonly string[],
): Mismatch[] {
  const wanted = typeof expected === "string" ? { code: expected } : expected;
  const [first = null, ...others] = actual;
  const found = errorDifferences(wanted, first, at);
  return others.some((one) => errorDifferences(wanted, one, at).length === 0) ? [] : found;
}

function errorDifferences(
  { message_includes: piece, ...exact }: ErrorExpectation,
  actual: Told | null,
  at: readonly string[],
): Mismatch[] {
  if (actual === null) return [mismatch(at, exact, null)];
  const found = differences(exact, actual, { at, isPartial: true });
  if (piece === undefined || actual.message.includes(piece)) return found;
  return [...found, mismatch([...at, "message_includes"], piece, actual.message)];
}

function ofResult(expected: Expectation, { execution }: Observed): Mismatch[] {
  const result = execution?.result ?? null;
  const { outputs, outputs_include: included } = expected;
  return [
    ...(outputs === undefined ? [] : differences(outputs, result, { at: ["outputs"] })),
    ...part(included, result, ["outputs_include"]),
  ];
}

function ofActions({ actions = {} }: Expectation, observed: Observed): Mismatch[] {
  return Object.entries(actions).flatMap(([id, wanted]) =>
    ofAction(id, typeof wanted === "string" ? { status: wanted } : wanted, observed),
  );
}

function ofAction(id: string, wanted: ActionExpectation, { configs, execution }: Observed): Mismatch[] {
  const at = ["actions", id];
  const action = execution?.actions[id];
  if (action === undefined) return [mismatch(at, wanted, undefined)];
  const called = configs.get(id) ?? [];
  const { config, config_includes, error, output_includes, ...plain } = wanted;
  const actual = {
    status: action.status,
    attempts: action.attempts,
    output: action.output,
    calls: called.length,
  };
  const exact = Object.keys(plain) as (keyof typeof actual)[];
  return [
    ...exact.flatMap((key) => differences(plain[key], actual[key], { at: [...at, key] })),
    ...part(output_includes, action.output, [...at, "output_includes"]),
    ...(config === undefined ? [] : differences(config, called.at(-1), { at: [...at, "config"] })),
    ...part(config_includes, called.at(-1), [...at, "config_includes"]),
    ...(error === undefined ? [] : ofError(error, [action.error], [...at, "error"])),
  ];
}

function part(expected: unknown, actual: unknown, at: readonly string[]): Mismatch[] {
  return expected === undefined ? [] : differences(expected, actual, { at, isPartial: true });
}

function ofOrder(order: ActionOrder | undefined, execution: Execution | null): Mismatch[] {
  if (order === undefined || execution === null) return [];
  const { expected, found, pass } = ranActions(execution, order);
  const [what = ""] = found.split("\n\n");
  return pass ? [] : [{ path: "order", message: `expected ${expected}. ${what}` }];
}

function ofSkipped(skipped: readonly string[] | undefined, execution: Execution | null): Mismatch[] {
  if (skipped === undefined) return [];
  const actual = Object.entries(execution?.actions ?? {}).filter(([, { status }]) => status === "skipped");
  const ids = actual.map(([id]) => id).toSorted();
  const wanted = skipped.toSorted();
  return JSON.stringify(ids) === JSON.stringify(wanted) ? [] : [mismatch(["skipped"], wanted, ids)];
}

function ofTime(takes: Expectation["takes"], execution: Execution | null): Mismatch[] {
  if (takes === undefined || execution === null) return [];
  const { completed_at: end, created_at: start } = execution;
  if (end === null) return [{ path: "takes", message: "it has not ended" }];
  const ms = Date.parse(end) - Date.parse(start);
  const limits = typeof takes === "object" ? takes : { at_least: takes, at_most: takes };
  const { at_least: least = 0, at_most: most = Number.POSITIVE_INFINITY } = limits;
  if (ms >= toMs(least) && (most === Number.POSITIVE_INFINITY || ms <= toMs(most))) return [];
  return [{ path: "takes", message: `expected ${shownLimits(takes)}, got ${ms} ms` }];
}

function shownLimits(takes: NonNullable<Expectation["takes"]>): string {
  if (typeof takes !== "object") return typeof takes === "number" ? `${takes} ms` : takes;
  const { at_least: least, at_most: most } = takes;
  return [least === undefined ? [] : `at least ${least}`, most === undefined ? [] : `at most ${most}`]
    .flat()
    .join(" and ");
}
