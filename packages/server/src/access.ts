import {
  type Execution,
  type ExecutionSummary,
  TuttiError,
  type Workflow,
  type WorkflowManagementService,
} from "@tutti/core";
import type { Principal } from "./auth/principal";
import { Refusal } from "./errors";

/** What callers whose key is limited to tags may see. Whatever they may not see does not exist for them. */
export class Access {
  constructor(private readonly workflows: WorkflowManagementService) {}

  /** The workflow; throws the 404 when there is none, or none for this caller. */
  async workflow(principal: Principal, workflowId: string, revision?: number): Promise<Workflow> {
    const found = await this.workflows.getWorkflow(workflowId, revision === undefined ? {} : { revision });
    if (!found.success) throw new Refusal(found);
    // The newest revision's tags count: taking a tag away takes the older ones away, too.
    const isVisible =
      revision === undefined ? fits(principal, found.workflow) : await this.sees(principal, found.workflow);
    if (!isVisible) throw TuttiError.of("UNKNOWN_WORKFLOW", { workflow_id: workflowId });
    return found.workflow;
  }

  /** The execution; throws the 404 when there is none, or none for this caller. */
  async execution(principal: Principal, executionId: string): Promise<Execution> {
    const found = await this.workflows.getExecution(executionId);
    if (!found.success) throw new Refusal(found);
    if (await this.seesExecution(principal, found.execution)) return found.execution;
    throw TuttiError.of("UNKNOWN_EXECUTION", { execution_id: executionId });
  }

  /** Throws the 404 when the execution is none for this caller. One that is not there the use case itself refuses. */
  async checkExecution(principal: Principal, executionId: string): Promise<void> {
    if (principal.tags !== undefined) await this.execution(principal, executionId);
  }

  /** Which executions of a list the caller may see; each workflow is looked up once. */
  executionFilter(principal: Principal): (row: ExecutionSummary) => boolean | Promise<boolean> {
    if (principal.tags === undefined) return () => true;
    const known = new Map<string, Promise<boolean>>();
    return (row) => {
      const found = known.get(row.workflow_id) ?? this.seesExecution(principal, row);
      known.set(row.workflow_id, found);
      return found;
    };
  }

  /** May the caller see what happens in this workflow? What happens in none is for those who may see everything. */
  async seesWorkflow(principal: Principal, workflowId: string | undefined): Promise<boolean> {
    if (principal.tags === undefined) return true;
    return workflowId !== undefined && this.sees(principal, { workflow_id: workflowId, revision: 1 });
  }

  /** May the caller see executions of this workflow? */
  async seesExecution(
    principal: Principal,
    { workflow_id, workflow_revision }: Pick<ExecutionSummary, "workflow_id" | "workflow_revision">,
  ): Promise<boolean> {
    if (principal.tags === undefined) return true;
    return this.sees(principal, { workflow_id, revision: workflow_revision });
  }

  /** By the newest revision; by the given one when the workflow was deleted. */
  private async sees(
    principal: Principal,
    { revision, workflow_id }: Pick<Workflow, "workflow_id" | "revision">,
  ): Promise<boolean> {
    if (principal.tags === undefined) return true;
    const newest = await this.workflows.getWorkflow(workflow_id);
    const known = newest.success ? newest : await this.workflows.getWorkflow(workflow_id, { revision });
    return known.success && fits(principal, known.workflow);
  }
}

/** Has the workflow one of the caller's tags? */
export function fits({ tags }: Principal, workflow: Pick<Workflow, "tags">): boolean {
  return tags === undefined || (workflow.tags ?? []).some((tag) => tags.has(tag));
}
