export type { CloudEvent } from "./cloud-event";
export type { EventQueue } from "./event-queue";
export { EventRouter } from "./event-router";
export {
  EventStream,
  type PublishedEvent,
  type SubscribeOptions,
} from "./event-stream";
export type { EventFilter } from "./filter";
export type { EventHandler } from "./subscription";
