import type { Issue } from "../errors";
import type { Json } from "../json/json";
import type { Execution } from "./execution-view";
import type { Workflow } from "./workflow-view";

/** What went wrong, for a caller who could have known better. */
export interface Refused {
  readonly success: false;
  /** All errors as one text. */
  readonly message: string;
  readonly errors: readonly Issue[];
}

/** The answer to creating, reading or changing a workflow. */
export type WorkflowResult =
  | {
      readonly success: true;
      readonly message: string;
      readonly workflow: Workflow;
      readonly errors: readonly [];
    }
  | (Refused & { readonly workflow: null });

/** The answer to executing a workflow; `success`: it completed. A failed execution is there all the same. */
export type ExecutionResult<Result = Json> =
  | {
      readonly success: true;
      readonly message: string;
      readonly execution: Execution<Result>;
      readonly errors: readonly [];
    }
  | (Refused & { readonly execution: Execution<Result | null> | null });

/** A refusal made of issues. */
export function refused(errors: readonly Issue[]): Refused {
  return {
    success: false,
    message: errors.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`)).join("\n"),
    errors,
  };
}
