export {
  type RequestOptions,
  SERVICE_MESH,
  type ServiceClient,
  type ServiceMesh,
  type ServiceMeshStatus,
  type ServiceResponse,
} from "@tutti/service-mesh";
export type { ServiceCallOptions } from "./options";
export { serviceCall, serviceCall as plugin } from "./plugin";
