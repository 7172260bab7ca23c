export {
  assertCompleted,
  assertFailedWith,
  assertOutput,
  assertReceived,
  assertRanActions,
  assertSkipped,
} from "./assertions";
export { matchers, type WorkflowMatchers } from "./matchers";
export type { ExecutionSubject } from "./subject";
export { type ActionOrder, type ExpectedCall, ranActions } from "./verdicts";
