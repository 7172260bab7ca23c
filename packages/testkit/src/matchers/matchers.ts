import { isDeepStrictEqual } from "node:util";
import {
  type ActionOrder,
  completed,
  type Equals,
  type ExpectedCall,
  failedWith,
  gaveOutput,
  ranActions,
  received,
  skipped,
  type Verdict,
} from "./verdicts";

/** The matchers as `expect(…)` offers them. For the types of vitest: `interface Matchers<T> extends WorkflowMatchers<T> {}`. */
export interface WorkflowMatchers<R> {
  /** The execution completed. */
  toHaveCompleted(): R;
  /** The execution failed, and its error has this code. */
  toHaveFailedWith(code: string): R;
  /** These actions ran, one after the other; those of an inner list in any order. Others may have run as well. */
  toHaveRunActions(order: ActionOrder): R;
  /** The action was skipped. */
  toHaveSkipped(actionId: string): R;
  /** The execution's result, or with two arguments the output of an action, is this. */
  toHaveOutput(...expected: readonly [unknown] | readonly [actionId: string, output: unknown]): R;
  /** A service of the mesh got this call; without a body any body will do. */
  toHaveReceived(...call: ExpectedCall): R;
}

/** What jest and vitest give to a matcher as `this`. */
interface MatcherContext {
  readonly isNot?: boolean;
  readonly equals?: Equals;
}

interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

type Matcher<Given extends readonly unknown[]> = (
  this: MatcherContext,
  subject: unknown,
  ...given: Given
) => MatcherResult;

function matcher<Given extends readonly unknown[]>(
  judge: (subject: unknown, given: Given, equals: Equals) => Verdict,
): Matcher<Given> {
  return function match(subject, ...given) {
    const { pass, expected, found } = judge(subject, given, this.equals ?? isDeepStrictEqual);
    const not = this.isNot === true ? "not " : "";
    return { pass, message: () => `Expected ${not}${expected}.\n${found}` };
  };
}

/**
 * Matchers for `expect.extend` in jest and vitest. Every failure shows what happened in the execution.
 *
 * @example
 * expect.extend(matchers);
 * expect(await test.execute(definition)).toHaveCompleted();
 */
export const matchers = {
  toHaveCompleted: matcher<[]>((subject) => completed(subject)),
  toHaveFailedWith: matcher<[code: string]>((subject, [code]) => failedWith(subject, code)),
  toHaveRunActions: matcher<[order: ActionOrder]>((subject, [order]) => ranActions(subject, order)),
  toHaveSkipped: matcher<[actionId: string]>((subject, [actionId]) => skipped(subject, actionId)),
  toHaveOutput: matcher<readonly unknown[]>(gaveOutput),
  toHaveReceived: matcher<ExpectedCall>(received),
};
