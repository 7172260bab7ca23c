import type { WorkflowManagementService } from "@tutti/core";
import { notification } from "@tutti/plugin-notification";
import { serviceCall } from "@tutti/plugin-service-call";
import { transform } from "@tutti/plugin-transform";
import { type ActionBuilder, aWorkflow, type UseOptions, useWorkflowService } from "@tutti/testkit";

/** The guide's `workflow_service` fixture, with the three plugins that come along. */
export function useGuideService(options: Pick<UseOptions, "services" | "realTime"> = {}) {
  return useWorkflowService({ plugins: [notification(), transform(), serviceCall()], ...options });
}

/** Creates a workflow that must be valid, and answers its id. */
export async function created(service: WorkflowManagementService, definition: object): Promise<string> {
  const { success, message, workflow } = await service.createWorkflow(definition, "test_user");
  if (!success) throw new Error(message);
  return workflow.workflow_id;
}

/** A workflow with one string parameter and one action that uses it. */
export function oneAction(parameter: string, action: ActionBuilder, name = "Test Workflow"): object {
  return aWorkflow(name).withParameter(parameter, "string").withActions(action).build();
}
