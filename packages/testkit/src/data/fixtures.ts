/* eslint-disable @typescript-eslint/no-require-imports -- imports would pull the JSON files into rootDir */
import type { WorkflowInput } from "@tutti/core";

const sample = require("../../data/sample_workflow_data.json") as WorkflowInput;
const simple = require("../../data/simple_workflow_data.json") as WorkflowInput;
const complex = require("../../data/complex_workflow_data.json") as WorkflowInput;

/**
 * One text parameter, and one notification that says it.
 *
 * @returns a copy of its own, to change at will
 * @example
 * await workflows.createWorkflow({ ...sampleWorkflowData(), name: "Mine" }, "test_user");
 */
export function sampleWorkflowData(): WorkflowInput {
  return structuredClone(sample);
}

/** As {@link sampleWorkflowData}, with the parameter `message` and the action `notify`. */
export function simpleWorkflowData(): WorkflowInput {
  return structuredClone(simple);
}

/**
 * Three calls of services, each with what the one before it answered: `source_agent` POST `/fetch`,
 * `analysis_service` POST `/analyze`, `summarizer_hub` POST `/summarize`.
 */
export function complexWorkflowData(): WorkflowInput {
  return structuredClone(complex);
}

/**
 * The same workflows by the names that the users' guide gives them; each look gives a copy of its own.
 * As files: `@tutti/testkit/data/sample_workflow_data.json`, and so on.
 */
export const fixtures = {
  get sample_workflow_data(): WorkflowInput {
    return sampleWorkflowData();
  },
  get simple_workflow_data(): WorkflowInput {
    return simpleWorkflowData();
  },
  get complex_workflow_data(): WorkflowInput {
    return complexWorkflowData();
  },
};
