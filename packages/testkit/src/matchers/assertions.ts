import { AssertionError } from "node:assert";
import { isDeepStrictEqual } from "node:util";
import type { TestOrchestrator } from "../orchestrator";
import type { MockServiceMesh } from "../mesh";
import type { ExecutionSubject } from "./subject";
import {
  type ActionOrder,
  completed,
  type ExpectedCall,
  failedWith,
  gaveOutput,
  ranActions,
  received,
  skipped,
  type Verdict,
} from "./verdicts";

// The matchers for runners without expect: each throws the AssertionError of node:assert.

/** Asserts that an execution completed. */
export function assertCompleted(subject: ExecutionSubject): void {
  assert(completed(subject));
}

/** Asserts that an execution failed with a code. */
export function assertFailedWith(subject: ExecutionSubject, code: string): void {
  assert(failedWith(subject, code));
}

/** Asserts that actions ran, one after the other; those of an inner list in any order. */
export function assertRanActions(subject: ExecutionSubject, order: ActionOrder): void {
  assert(ranActions(subject, order));
}

/** Asserts that an action was skipped. */
export function assertSkipped(subject: ExecutionSubject, actionId: string): void {
  assert(skipped(subject, actionId));
}

/** Asserts what the execution's result is, or with three arguments the output of one of its actions. */
export function assertOutput(
  subject: ExecutionSubject,
  ...expected: readonly [unknown] | readonly [actionId: string, output: unknown]
): void {
  assert(gaveOutput(subject, expected, sameJson));
}

/** Asserts that a service of a mesh got a call; without a body any body will do. */
export function assertReceived(subject: MockServiceMesh | TestOrchestrator, ...call: ExpectedCall): void {
  assert(received(subject, call, sameJson));
}

/** As JSON: objects without a prototype, and those of another realm as in a vm, are like all others. */
function sameJson(actual: unknown, expected: unknown): boolean {
  return isDeepStrictEqual(plain(actual), plain(expected));
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}

function assert({ pass, expected, found }: Verdict): void {
  if (!pass) throw new AssertionError({ message: `Expected ${expected}.\n${found}`, stackStartFn: assert });
}
