import { token } from "@tutti/core";
import type { ServiceMesh } from "./types";

/**
 * The mesh in an orchestrator's container. The service-call plugin registers it; tests override it.
 *
 * @example
 * container.override(SERVICE_MESH, { useValue: mockMesh });
 */
export const SERVICE_MESH = token<ServiceMesh>("service-mesh");
