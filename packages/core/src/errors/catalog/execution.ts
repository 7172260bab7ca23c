import { entry, list, quote } from "./entry";

/** Errors of executions and of the use cases around them. */
export const executionErrors = {
  ACTION_FAILED: entry<{ action_id: string; reason: string }>(
    (p) => `Action "${p.action_id}" failed: ${p.reason}.`,
    () => "See the action's error; retryExecution() goes on from the failed actions.",
  ),
  ACTION_TIMEOUT: entry<{ action_id: string; seconds: number }>(
    (p) => `Action "${p.action_id}" ran longer than its timeout of ${p.seconds} s.`,
    () => "Raise timeout_seconds, or make the action faster.",
  ),
  EXECUTION_TIMEOUT: entry<{ seconds: number }>(
    (p) => `The execution ran longer than its timeout of ${p.seconds} s.`,
    () => "Raise the workflow's timeout_seconds, or make its actions faster.",
  ),
  SIGNAL_TIMEOUT: entry<{ action_id: string; signal: string; seconds: number }>(
    (p) => `Action "${p.action_id}" waited ${p.seconds} s for the signal "${p.signal}", which did not come.`,
    () => "Send the signal in time, or raise the action's config.timeout_seconds.",
  ),
  EVENT_TIMEOUT: entry<{ action_id: string; event_type: string; seconds: number }>(
    (p) =>
      `Action "${p.action_id}" waited ${p.seconds} s for an event "${p.event_type}", which did not come.`,
    () => "Publish the event in time, look at the action's filter and correlation, or raise timeout_seconds.",
  ),
  TRIGGER_DEPTH: entry<{ depth: number }>(
    (p) => `Events and run_workflow have led from one execution to the next more than ${p.depth} times.`,
    () =>
      "Look for a workflow whose events trigger itself; raise limits.childDepth if the chain is meant to be so long.",
  ),
  INVALID_SIGNAL_PAYLOAD: entry<{ signal: string; problem: string }>(
    (p) => `Payload of the signal "${p.signal}" does not fit its payload_schema: ${p.problem}.`,
    () => "Send a payload that fits the waiting action's payload_schema.",
  ),
  INVALID_OUTPUT: entry<{ action_type: string; problem: string }>(
    (p) => `Action type "${p.action_type}" returned an output that breaks its own contract: ${p.problem}.`,
    () =>
      "Report this to the plugin's author: execute() must return what its output schema describes, as JSON.",
  ),
  INVALID_FOR_EACH: entry<{ action_id: string; actual: string }>(
    (p) => `for_each of action "${p.action_id}" gave ${p.actual}, not an array.`,
    () => "Make the template give an array; {{[x]}} makes an array of one value.",
  ),
  INVALID_WAIT: entry<{ action_id: string; until: string }>(
    (p) => `Action "${p.action_id}" can't wait until ${quote(p.until)}: that is not a date and time.`,
    () => "Give an ISO 8601 date and time with a zone, such as 2026-12-31T09:00:00Z.",
  ),
  CHILD_FAILED: entry<{ execution_id: string; status: string; reason: string }>(
    (p) => `Child execution ${p.execution_id} ended as ${p.status}: ${p.reason}.`,
    (p) => `See the child's own error with getExecution("${p.execution_id}").`,
  ),
  CHILD_DEPTH: entry<{ depth: number }>(
    (p) => `run_workflow is nested deeper than ${p.depth} executions.`,
    () => "Look for a workflow that runs itself; raise limits.childDepth if the nesting is meant.",
  ),
  ACTION_TYPE_UNAVAILABLE: entry<{ action_type: string }>(
    (p) => `No plugin of this process brings the action_type "${p.action_type}".`,
    () => "Start the orchestrator with the plugins that the workflow was created with.",
  ),
  UNKNOWN_WORKFLOW: entry<{ workflow_id: string }>(
    (p) => `There is no workflow ${quote(p.workflow_id)}.`,
    () => "List the workflows with listWorkflows(), or create one with createWorkflow().",
  ),
  WORKFLOW_INACTIVE: entry<{ workflow_id: string }>(
    (p) => `Workflow ${quote(p.workflow_id)} is inactive, so it starts no executions.`,
    () => 'Set it active again: updateWorkflow(id, { status: "active" }, user).',
  ),
  REVISION_CONFLICT: entry<{ workflow_id: string; expected: number; actual: number }>(
    (p) => `Workflow ${quote(p.workflow_id)} is at revision ${p.actual}, not ${p.expected}.`,
    () => "Read the workflow again and apply the change to its newest revision.",
  ),
  UNKNOWN_EXECUTION: entry<{ execution_id: string }>(
    (p) => `There is no execution ${quote(p.execution_id)}.`,
    () => "List the executions with listExecutions().",
  ),
  INVALID_STATE: entry<{ execution_id: string; status: string; request: string; allowed: readonly string[] }>(
    (p) => `Execution ${p.execution_id} is ${p.status}; ${p.request} needs one that is ${list(p.allowed)}.`,
    (p) => `Look at its status with getExecution("${p.execution_id}") first.`,
  ),
  WAIT_TIMEOUT: entry<{ execution_id: string; ms: number }>(
    (p) => `Execution ${p.execution_id} did not end within ${p.ms} ms; it goes on running.`,
    () => "Wait again with waitForExecution(), or with a longer timeoutMs.",
  ),
  EXECUTION_CANCELLED: entry<{ by: string; reason?: string }>(
    (p) => `Cancelled by ${p.by}${p.reason === undefined ? "" : `: ${p.reason}`}.`,
    () => "Start it again with rerunExecution().",
  ),
};
