export type { MockListener } from "./listen";
export type { MeshClock } from "./mesh-clock";
export { answer, MockAnswer, type ReplyOptions } from "./mock-answer";
export type { MockCall } from "./mock-call";
export { MockRoute, type Responder } from "./mock-route";
export { MockService } from "./mock-service";
export { MockServiceMesh } from "./mock-service-mesh";
export { type RecordedMesh, recordedMesh, type RecordedMeshOptions } from "./recording";
export { type ScrubOptions, scrubber } from "./scrub";
