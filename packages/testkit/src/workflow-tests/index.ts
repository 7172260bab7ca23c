// What `@tutti/testkit/workflow-tests` gives.
export type { CaseOptions } from "./case-run";
export { CATEGORIES, type Category, categoryOf, type TestPlace } from "../reporters/category";
export { type CheckedTests, checkWorkflowTests } from "./check";
export { unknownActions } from "./check-names";
export {
  type CoverageCount,
  type CoverageSubject,
  type CoveredBranch,
  type CoveredStep,
  percentOf,
  workflowCoverage,
  type WorkflowCoverage,
} from "./coverage/coverage";
export { toLcov } from "./coverage/lcov";
export {
  type DescribeOptions,
  describeWorkflowTests,
  workflowTestFiles,
  type WorkflowTestRunner,
} from "./describe";
export type { Mismatch } from "./differences";
export { workflowTestsJsonSchema } from "./json-schema";
export type { TestFileProblem } from "./problem";
export { readWorkflowTests } from "./read";
export { runWorkflowTest, type WorkflowTestOptions, type WorkflowTestResult } from "./run";
export type { WorkflowTestCase, WorkflowTests } from "./schema/file";
export { dropSnapshots, type SnapshotOptions, type SnapshotOutcome, snapshotFileOf } from "./snapshot";
export { type JunitOptions, toJunit } from "../reporters/junit";
export { type RunSummary, summarizeTests, type SummaryOptions, type TestCounts } from "../reporters/summary";
export type { TestRecord, TestStatus } from "../reporters/test-record";
export { casesOf, type PlacedCase, type WorkflowTestFile } from "./test-file";
export { childFilesOf, isWorkflowTestFile, workflowFileOf } from "./workflow-files";
