import type { CloudEvent } from "@tutti/core";

/** What tests read of bodies. Which of it is there, the document check has proved. */
export interface Body {
  readonly workflow_id: string;
  readonly execution_id: string;
  readonly status: string | number;
  readonly revision: number;
  readonly created_by: string;
  readonly description: string;
  readonly workflows: readonly { readonly name: string; readonly workflow_id: string }[];
  readonly executions: readonly { readonly execution_id: string; readonly workflow_name: string }[];
  readonly events: readonly CloudEvent[];
  readonly next_cursor: string | null;
  readonly valid: boolean;
  readonly plan: { readonly actions: readonly { readonly action_id: string }[] } | null;
  readonly result: unknown;
  readonly progress: object;
  readonly correlation_id: string;
  readonly rerun_of: string;
  readonly error: { readonly code: string; readonly message: string };
  readonly code: string;
  readonly detail: string;
  readonly request_id: string;
  readonly errors: readonly { readonly code: string; readonly path: string }[];
}
