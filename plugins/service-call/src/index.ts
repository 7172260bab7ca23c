export {
  type MeshEvent,
  type RequestOptions,
  SERVICE_MESH,
  type ServiceClient,
  type ServiceMesh,
  type ServiceMeshStatus,
  ServiceRegistry,
  type ServiceResponse,
} from "@tutti/service-mesh";
export type { ServiceCallOptions } from "./options";
export { serviceCall, serviceCall as plugin } from "./plugin";
