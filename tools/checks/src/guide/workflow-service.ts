import { createOrchestrator, type Orchestrator, type WorkflowManagementService } from "@tutti/core";
import { notification } from "@tutti/plugin-notification";
import { SERVICE_MESH, type ServiceMesh, serviceCall } from "@tutti/plugin-service-call";
import { transform } from "@tutti/plugin-transform";

/** The guide's `workflow_service` fixture: a service of its own for each test, stopped after it. */
export function useWorkflowService(mesh?: ServiceMesh): () => WorkflowManagementService {
  let orchestrator: Orchestrator;
  beforeEach(async () => {
    orchestrator = await createOrchestrator({
      plugins: [notification(), transform(), serviceCall({ services: {} })],
      ...(mesh === undefined
        ? {}
        : { register: (container) => container.override(SERVICE_MESH, { useValue: mesh }) }),
    });
  });
  afterEach(() => orchestrator.stop());
  return () => orchestrator.workflows;
}

/** Creates a workflow that must be valid, and answers its id. */
export async function created(service: WorkflowManagementService, definition: object): Promise<string> {
  const { success, message, workflow } = await service.createWorkflow(definition, "test_user");
  if (!success) throw new Error(message);
  return workflow.workflow_id;
}

/** A workflow with one string parameter and one action that uses it. */
export function oneAction(parameter: string, action: object, name = "Test Workflow"): object {
  return {
    name,
    description: "A test workflow",
    parameters: [{ name: parameter, type: "string", required: true }],
    actions: [action],
  };
}
