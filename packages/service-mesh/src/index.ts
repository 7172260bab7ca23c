export { type BodyPart, type RequestBody, requestBody } from "./request/body-options";
export { savePathProblem } from "./request/save-path";
export type { TraceContext } from "./request/trace";
export type { ContentTypeExpectation } from "./response/content-type";
export { serviceProblem, type ServiceProblem } from "./directory";
export { serviceErrors, type ServiceErrorCode } from "./errors";
export type { MeshEvent, MeshEventType, MeshListener } from "./events";
export type { HostLookup } from "./network/guarded-lookup";
export {
  type CheckedConfig,
  headerValues,
  type ServiceMeshConfig,
  type ServiceMeshOptions,
  serviceMeshConfig,
} from "./options";
export type { RecordResolver } from "./registry/dns-source";
export { type Environment, withEnvironment } from "./registry/environment";
export {
  type InstanceRegistration,
  type RegisteredInstance,
  ServiceRegistry,
} from "./registry/service-registry";
export { mayRepeat } from "./resilience/repeat";
export { type RetryOptions, withRetries } from "./resilience/retries";
export { createServiceMesh } from "./service-mesh";
export { SERVICE_MESH } from "./token";
export type { LatencyStatus } from "./status/latencies";
export type { MeshTime, MeshTimer } from "./time";
export type {
  HeaderValues,
  InstanceStatus,
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
