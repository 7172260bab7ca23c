import { z } from "zod";
import { duration, json, jsonMap, text } from "./common";
import { expectation } from "./expectation";
import { actions, faults, services } from "./mocks";

const step = z.union([
  z.strictObject({ advance: duration.describe("Let so much virtual time pass.") }),
  z.strictObject({
    signal: text.describe("Send the execution this signal."),
    payload: json.default(null).describe("What it carries."),
  }),
  z.strictObject({
    publish: text.describe("Publish an event of this type."),
    data: json.default(null).describe("What it carries."),
    source: text.exactOptional().describe("Who says it."),
    subject: text.exactOptional().describe("What it is about."),
    id: text.exactOptional().describe("The event's id: an event with a known one starts nothing again."),
    correlation: text.exactOptional().describe("Its correlation id; execution: that of the execution."),
  }),
  z.strictObject({ cancel: z.union([z.literal(true), text]).describe("Cancel it: true, or the reason.") }),
  z.strictObject({ pause: z.literal(true).describe("Pause it.") }),
  z.strictObject({ resume: z.literal(true).describe("Resume it.") }),
  z.strictObject({ retry: z.literal(true).describe("Retry it after it has failed.") }),
  z.strictObject({
    restart: z.literal(true).describe("Stop the process in good order, and start the next."),
  }),
  z.strictObject({ crash: z.literal(true).describe("Let the process die, and start the next.") }),
  z.strictObject({ expect: expectation.describe("Check how it stands now.") }),
]);

/** What a file says for all its cases, and a case for itself. */
const shared = {
  user: text.exactOptional().describe("Who starts the execution. Default test_user."),
  tags: z.array(text).exactOptional().describe("Words to find tests by; one may be a category."),
  secrets: z.record(z.string(), z.string()).exactOptional().describe("What $secrets gives, by name."),
  services: services
    .exactOptional()
    .describe("What services answer, by service and then by method and path. Other calls fail the test."),
  actions: actions.exactOptional().describe("Actions that don't run: what they give or throw, by action_id."),
  compensations: actions
    .exactOptional()
    .describe("Compensations that don't run, by the action_id of what they undo."),
};

const testCase = z
  .strictObject({
    name: text.describe("What is shown of it, in the words of a specification."),
    ...shared,
    parameters: jsonMap.default({}).describe("The execution's parameters."),
    triggered: z
      .boolean()
      .default(false)
      .describe("Triggers start the executions; the steps publish events or let time pass. Default false."),
    faults: faults.default([]).describe("What goes wrong."),
    steps: z.array(step).default([]).describe("What happens after the start, one after the other."),
    expect: expectation.default({}).describe("What is checked in the end. Default: it completed."),
  })
  .meta({ id: "WorkflowTestCase", description: "One test of a workflow." });

/**
 * A whole file of tests. The JSON Schema for editors comes from here.
 */
export const workflowTestsSchema = z.strictObject({
  $schema: z.string().exactOptional().describe("The address of this JSON Schema, for editors."),
  workflow: text
    .exactOptional()
    .describe("The workflow's file, from this one on. Default: this file's name without .workflow-test."),
  workflows: z
    .record(text, text)
    .exactOptional()
    .describe("Workflows that run_workflow starts: their files, by the workflow_id that it names."),
  ...shared,
  cases: z.array(testCase).min(1).describe("The tests."),
});

/** A whole file of tests, checked. */
export type WorkflowTests = z.output<typeof workflowTestsSchema>;
/** One test. */
export type WorkflowTestCase = WorkflowTests["cases"][number];
/** One step of a test. */
export type StepSpec = WorkflowTestCase["steps"][number];
