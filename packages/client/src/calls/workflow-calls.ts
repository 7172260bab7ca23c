import { type Http, path } from "../http/http";
import type { CallOptions } from "../http/options";
import { pages } from "./pages";
import type { WorkflowInput } from "../types/definition";
import type {
  ValidationResult,
  Workflow,
  WorkflowChanges,
  WorkflowPage,
  WorkflowQuery,
} from "../types/workflow";

/** Options of a change that may come too late. */
export interface ChangeOptions extends CallOptions {
  /** Change this revision alone: when there is a newer one, it fails with `REVISION_CONFLICT` (412). */
  readonly expectedRevision?: number | undefined;
}

/** Everything around workflows. */
export interface WorkflowCalls {
  /** Checks and stores a definition. `errors` of what it rejects with tell everything that is wrong. */
  createWorkflow(definition: WorkflowInput, options?: CallOptions): Promise<Workflow>;
  /** Checks a definition without storing it; a wrong one is an answer, and no error. */
  validateWorkflow(definition: WorkflowInput, options?: CallOptions): Promise<ValidationResult>;
  /** A workflow's newest revision, or the given one. */
  getWorkflow(workflowId: string, options?: CallOptions & { readonly revision?: number }): Promise<Workflow>;
  /** A page of workflows, newest first. */
  listWorkflows(query?: WorkflowQuery, options?: CallOptions): Promise<WorkflowPage>;
  /** All workflows that the query means, page by page as they are asked for. */
  eachWorkflow(query?: WorkflowQuery, options?: CallOptions): AsyncGenerator<Workflow, void, undefined>;
  /** Stores the definition as the next revision. Running executions keep theirs. */
  replaceWorkflow(workflowId: string, definition: WorkflowInput, options?: ChangeOptions): Promise<Workflow>;
  /** Changes the description, the tags or the status, as the next revision. */
  updateWorkflow(workflowId: string, changes: WorkflowChanges, options?: ChangeOptions): Promise<Workflow>;
  /** Deletes a workflow; its executions go on and stay readable. */
  deleteWorkflow(workflowId: string, options?: CallOptions): Promise<void>;
}

/** The calls, through this connection. */
export function workflowCalls(http: Http): WorkflowCalls {
  const { json } = http;
  const list = (query: WorkflowQuery = {}, options?: CallOptions): Promise<WorkflowPage> =>
    json({ method: "GET", path: path`/workflows`, query: { ...query }, options });
  return {
    createWorkflow: (definition, options) =>
      json({ method: "POST", path: path`/workflows`, body: definition, options }),
    validateWorkflow: (definition, options) =>
      json({ method: "POST", path: path`/workflows/validate`, body: definition, isSafe: true, options }),
    getWorkflow: (workflowId, { revision, ...options } = {}) =>
      json({ method: "GET", path: path`/workflows/${workflowId}`, query: { revision }, options }),
    listWorkflows: list,
    eachWorkflow: (query = {}, options) =>
      pages(
        (cursor) => list({ ...query, ...cursor }, options),
        ({ workflows }) => workflows,
      ),
    replaceWorkflow: (workflowId, definition, options) =>
      json({ method: "PUT", path: path`/workflows/${workflowId}`, body: definition, ...change(options) }),
    updateWorkflow: (workflowId, changes, options) =>
      json({ method: "PATCH", path: path`/workflows/${workflowId}`, body: changes, ...change(options) }),
    deleteWorkflow: async (workflowId, options) => {
      await json({ method: "DELETE", path: path`/workflows/${workflowId}`, options });
    },
  };
}

function change({ expectedRevision, ...options }: ChangeOptions = {}) {
  return expectedRevision === undefined
    ? { options }
    : { options, headers: { "if-match": `"${expectedRevision}"` } };
}
