import { inspect } from "node:util";
import type { ActionView, Execution } from "@tutti/core";
import { listCalls, type MockCall } from "../mesh/mock-call";
import { knownEvents } from "../orchestrator/open-orchestrators";
import { timeline } from "../timeline/timeline";
import { executionOf, meshOf } from "./subject";

/** Whether something holds, and what to say about it. */
export interface Verdict {
  readonly pass: boolean;
  /** What was expected: `to have completed`. */
  readonly expected: string;
  /** What was found instead, and what happened. */
  readonly found: string;
}

/** Are two values the same? Runners bring one that knows `expect.any(…)`. */
export type Equals = (actual: unknown, expected: unknown) => boolean;

/** Did it complete? */
export function completed(subject: unknown): Verdict {
  const execution = executionOf(subject, "toHaveCompleted");
  return verdict(execution, { pass: execution.status === "completed", expected: "to have completed" });
}

/** Did it fail with this code? */
export function failedWith(subject: unknown, code: string): Verdict {
  const execution = executionOf(subject, "toHaveFailedWith");
  const { status, error } = execution;
  const pass = status === "failed" && error?.code === code;
  return verdict(execution, { pass, expected: `to have failed with ${code}` });
}

/** Actions in the order of their starts; those of an inner list in any order. */
export type ActionOrder = readonly (string | readonly string[])[];

/** Did these actions run, each group after the one before it? Others may have run as well. */
export function ranActions(subject: unknown, order: ActionOrder): Verdict {
  const execution = executionOf(subject, "toHaveRunActions");
  const groups = order.map((group) => (typeof group === "string" ? [group] : group));
  const listed = groups.map((group) => (group.length === 1 ? group[0] : `[${group.join(", ")}]`));
  const expected = `to have run ${listed.join(", then ")}`;
  const starts = startsOf(execution);
  const missing = groups.flat().filter((id) => !starts.has(id));
  if (missing.length > 0)
    return verdict(execution, { pass: false, expected, found: `Did not run: ${missing.join(", ")}.` });
  const late = groups.flatMap((group, index) =>
    firstLate({ group, before: groups.slice(0, index).flat(), starts }),
  );
  return verdict(execution, { pass: late.length === 0, expected, found: late[0] ?? "" });
}

interface Late {
  readonly group: readonly string[];
  readonly before: readonly string[];
  readonly starts: ReadonlyMap<string, number>;
}

function firstLate({ group, before, starts }: Late): string[] {
  const start = (id: string): number => starts.get(id) ?? 0;
  return group.flatMap((id) =>
    before
      .filter((earlier) => start(earlier) > start(id))
      .map((earlier) => `"${id}" started before "${earlier}".`),
  );
}

/** When each action started: its place among the events where they are known, else its time. */
function startsOf(execution: Execution): Map<string, number> {
  const starts = new Map<string, number>();
  for (const [id, { started_at }] of Object.entries(execution.actions)) {
    if (started_at !== null) starts.set(id, Date.parse(started_at));
  }
  const events = knownEvents(execution.execution_id);
  const sequences = events
    .filter(
      ({ type, subject }) =>
        /\.(action\.(started|expanded)|item\.started)$/.test(type) && subject !== undefined,
    )
    .toReversed()
    .map(({ subject = "", sequence = 0 }) => [subject, sequence] as const);
  return sequences.length === 0 ? starts : new Map(sequences);
}

/** Was this action skipped? */
export function skipped(subject: unknown, actionId: string): Verdict {
  const execution = executionOf(subject, "toHaveSkipped");
  const { status } = actionOf(execution, actionId);
  return verdict(execution, {
    pass: status === "skipped",
    expected: `to have skipped "${actionId}"`,
    found: `It is ${status}.`,
  });
}

/** Is this the result of the execution, or the output of one of its actions? */
export function gaveOutput(subject: unknown, wanted: readonly unknown[], equals: Equals): Verdict {
  const execution = executionOf(subject, "toHaveOutput");
  const [actionId, expected] = wanted.length > 1 ? [wanted[0] as string, wanted[1]] : [undefined, wanted[0]];
  const actual = actionId === undefined ? execution.result : actionOf(execution, actionId).output;
  const whose = actionId === undefined ? "the result" : `given, by "${actionId}",`;
  return verdict(execution, {
    pass: equals(actual, expected),
    expected: `to have ${whose} ${shown(expected)}`,
    found: `It is ${shown(actual)}.`,
  });
}

/** A call as a test expects it; without a body any body will do. */
export type ExpectedCall = readonly [service: string, method: string, path: string, body?: unknown];

/** Did a service get this call? */
export function received(subject: unknown, wanted: ExpectedCall, equals: Equals): Verdict {
  const mesh = meshOf(subject, "toHaveReceived");
  const [service, method, path, body] = wanted;
  const fits = (call: MockCall): boolean =>
    call.service === service &&
    call.method === method.toUpperCase() &&
    call.path === path &&
    (body === undefined || equals(call.parameters, body));
  const what = body === undefined ? "" : ` with ${shown(body)}`;
  return {
    pass: mesh.calls.some(fits),
    expected: `to have received ${method.toUpperCase()} ${path}${what} for "${service}"`,
    found: `Calls:\n${listCalls(mesh.calls)}`,
  };
}

function actionOf(execution: Execution, actionId: string): ActionView {
  const found = execution.actions[actionId];
  if (found !== undefined) return found;
  const known = Object.keys(execution.actions).join(", ");
  throw new TypeError(`The workflow has no action "${actionId}"; it has: ${known}.`);
}

/** What an execution was expected to be, and what is to be said besides its timeline. */
interface Expectation {
  readonly pass: boolean;
  readonly expected: string;
  readonly found?: string;
}

function verdict(execution: Execution, { pass, expected, found = "" }: Expectation): Verdict {
  return { pass, expected, found: `${found === "" ? "" : `${found}\n\n`}${timeline(execution)}` };
}

function shown(value: unknown): string {
  return inspect(value, { depth: 8, breakLength: 100 });
}
