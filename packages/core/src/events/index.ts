export { type CloudEvent, toCloudEvent, TYPE_PREFIX } from "./cloud-event";
export {
  EventStream,
  type EventStreamPorts,
  type PublishedEvent,
  type SubscribeOptions,
} from "./event-stream";
export { EventQueue } from "./event-queue";
export { compileFilter, type EventFilter } from "./filter";
export type { EventHandler } from "./subscription";
