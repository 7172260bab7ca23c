export { type BodyPart, type RequestBody, requestBody } from "./request/body-options";
export { savePathProblem } from "./request/save-path";
export type { ContentTypeExpectation } from "./response/content-type";
export { serviceProblem, type ServiceProblem } from "./directory";
export { serviceErrors, type ServiceErrorCode } from "./errors";
export type { HostLookup } from "./network/guarded-lookup";
export {
  type CheckedConfig,
  headerValues,
  type ServiceMeshConfig,
  type ServiceMeshOptions,
  serviceMeshConfig,
} from "./options";
export { createServiceMesh } from "./service-mesh";
export { SERVICE_MESH } from "./token";
export type {
  HeaderValues,
  QueryValues,
  RequestOptions,
  ServiceClient,
  ServiceMesh,
  ServiceMeshStatus,
  ServiceResponse,
  ServiceStatus,
  StatusClass,
  StatusExpectation,
  Traffic,
} from "./types";
