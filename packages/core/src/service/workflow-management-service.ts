/* eslint-disable max-params -- workflow, parameters, user, options: the order that the users' guide fixed. */
import { normalise } from "../json/normalise";
import { issue } from "../errors";
import {
  type DefinitionPorts,
  Definitions,
  type ListWorkflowsOptions,
  type ValidationResult,
} from "./definitions";
import type { ExecutionSummary } from "./execution-view";
import {
  type ExecutionPorts,
  Executions,
  type ListExecutionsOptions,
  type StartOptions,
  type WaitOptions,
} from "./executions";
import { type ExecutionResult, refused, type WorkflowResult } from "./results";
import type { WorkflowKey, WorkflowOutputs, WorkflowParameters } from "./workflow-types";
import type { Workflow } from "./workflow-view";

/**
 * The use cases: create workflows, execute them, look at executions and steer them.
 *
 * What a caller can get wrong is answered with `success: false`, a `message` and all `errors`;
 * programming errors throw a `TuttiError`. After `stop()` everything that would start or change an
 * execution throws `ORCHESTRATOR_STOPPED`.
 *
 * @example
 * const { workflow } = await workflows.createWorkflow(definition, "test_user");
 * const { success, execution } = await workflows.executeWorkflow(workflow.workflow_id, { input_text: "hi" }, "test_user");
 */
export class WorkflowManagementService {
  private readonly definitions: Definitions;
  private readonly executions: Executions;

  constructor(ports: DefinitionPorts & ExecutionPorts) {
    this.definitions = new Definitions(ports);
    this.executions = new Executions(ports);
  }

  /** Checks and stores a definition (data, or JSON text). On any problem nothing is stored. */
  createWorkflow(definition: unknown, userId: string): Promise<WorkflowResult> {
    return this.definitions.create(definition, userId);
  }

  /** Checks a definition without storing it; the plan says what waits for what. */
  validateWorkflow(definition: unknown): Promise<ValidationResult> {
    return Promise.resolve(this.definitions.validate(definition));
  }

  /** A workflow's newest revision, or the given one. */
  getWorkflow(workflowId: string, options: { readonly revision?: number } = {}): Promise<WorkflowResult> {
    return this.definitions.get(workflowId, options.revision);
  }

  /** Workflows, newest first, a page at a time. Throws `INVALID_OPTIONS` for a limit out of bounds. */
  listWorkflows(
    options: ListWorkflowsOptions = {},
  ): Promise<{ readonly workflows: readonly Workflow[]; readonly next_cursor: string | null }> {
    return this.definitions.list(options);
  }

  /**
   * Stores a new revision: given keys replace, null removes, the others stay; `status` may be
   * `active` or `inactive`. Running executions keep the revision they started with.
   */
  updateWorkflow(
    workflowId: string,
    changes: object,
    userId: string,
    options: { readonly expectedRevision?: number } = {},
  ): Promise<WorkflowResult> {
    return this.definitions.update(workflowId, changes, { userId, ...options });
  }

  /** Deletes a workflow; its executions go on and stay readable. */
  deleteWorkflow(workflowId: string): Promise<WorkflowResult> {
    return this.definitions.delete(workflowId);
  }

  /**
   * Executes a workflow and waits for its end; `success` when it completed. The workflow is told by its id,
   * or by its name: of several with this name, the one created last. Parameters and result are typed where
   * {@link WorkflowTypes} knows the name.
   *
   * @example
   * await workflows.executeWorkflow("document-review", { document_url: "https://example.com/a.pdf" }, "ada");
   */
  executeWorkflow<Name extends WorkflowKey>(
    workflow: Name,
    parameters: WorkflowParameters<Name>,
    userId: string,
    options: StartOptions = {},
  ): Promise<ExecutionResult<WorkflowOutputs<Name>>> {
    const executed = this.executions.execute({ workflowId: workflow, parameters, userId, ...options });
    return executed as Promise<ExecutionResult<WorkflowOutputs<Name>>>;
  }

  /**
   * Starts an execution; settles when that is durable, with the execution as it stands then. The workflow
   * is told as for `executeWorkflow`.
   */
  startWorkflow<Name extends WorkflowKey>(
    workflow: Name,
    parameters: WorkflowParameters<Name>,
    userId: string,
    options: StartOptions = {},
  ): Promise<ExecutionResult<WorkflowOutputs<Name> | null>> {
    const started = this.executions.start({ workflowId: workflow, parameters, userId, ...options });
    return started as Promise<ExecutionResult<WorkflowOutputs<Name> | null>>;
  }

  /**
   * Waits for an execution's end; `success` when it completed. The result is typed where the workflow's
   * name is given: `waitForExecution<"document-review">(id)`.
   */
  waitForExecution<Name extends WorkflowKey = string>(
    executionId: string,
    options: WaitOptions = {},
  ): Promise<ExecutionResult<WorkflowOutputs<Name>>> {
    return this.executions.wait(executionId, options) as Promise<ExecutionResult<WorkflowOutputs<Name>>>;
  }

  /** An execution as it stands. */
  getExecution(executionId: string): Promise<ExecutionResult> {
    return this.executions.get(executionId);
  }

  /** Executions, newest first, a page at a time. Throws `INVALID_OPTIONS` for a limit or time that is none. */
  listExecutions(
    options: ListExecutionsOptions = {},
  ): Promise<{ readonly executions: readonly ExecutionSummary[]; readonly next_cursor: string | null }> {
    return this.executions.list(options);
  }

  /** Cancels an execution: what runs is stopped, what completed is compensated, `on_failure` runs. */
  cancelExecution(
    executionId: string,
    userId: string,
    options: { readonly reason?: string } = {},
  ): Promise<ExecutionResult> {
    return this.executions.request(executionId, { kind: "cancel", by: userId, ...options });
  }

  /** Lets running actions end and starts no more, until it is resumed. */
  pauseExecution(executionId: string, userId: string): Promise<ExecutionResult> {
    return this.executions.request(executionId, { kind: "pause", by: userId });
  }

  /** Goes on with a paused execution. */
  resumeExecution(executionId: string, userId: string): Promise<ExecutionResult> {
    return this.executions.request(executionId, { kind: "resume", by: userId });
  }

  /** Goes on with a failed or cancelled execution: completed actions are kept, the others start again. */
  retryExecution(executionId: string, userId: string): Promise<ExecutionResult> {
    return this.executions.request(executionId, { kind: "retry", by: userId });
  }

  /** Starts a new execution with the parameters of another one, on the workflow's newest revision. */
  rerunExecution(executionId: string, userId: string): Promise<ExecutionResult> {
    return this.executions.rerun(executionId, userId);
  }

  /** Sends an execution a signal. One that nobody waits for yet is kept until somebody does. */
  async signalExecution(
    executionId: string,
    signal: string,
    payload: unknown,
    userId: string,
  ): Promise<ExecutionResult> {
    const json = normalise(payload);
    if (json.ok) {
      return this.executions.request(executionId, {
        kind: "signal",
        by: userId,
        name: signal,
        payload: json.value,
      });
    }
    const params = { signal, problem: json.problem };
    return { ...refused([issue("INVALID_SIGNAL_PAYLOAD", "payload", params)]), execution: null };
  }
}
