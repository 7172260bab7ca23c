export type {
  CloudEvent,
  Delivery,
  EventFilter,
  EventHandler,
  EventPriority,
  GroupRetry,
} from "../ports";
export type { EventQueue } from "./event-queue";
export { type DeadLetterPage, EventStream } from "./event-stream";
export { EventRouter } from "./event-router";
export { compileFilter } from "./filter";
export type { Followed } from "./follower";
export {
  decodeHttp,
  encodeHttp,
  type HttpMessage,
  type HttpMode,
  type IncomingEvent,
  type IncomingHttpMessage,
} from "./http";
export type { SubscribeOptions } from "./options";
export type { PublishedEvent } from "./publish";
