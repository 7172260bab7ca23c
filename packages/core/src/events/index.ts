export type { CloudEvent, EventPriority } from "../ports";
export type { EventQueue } from "./event-queue";
export { type DeadLetterPage, EventStream } from "./event-stream";
export {
  decodeHttp,
  encodeHttp,
  type HttpMessage,
  type HttpMode,
  type IncomingEvent,
  type IncomingHttpMessage,
} from "./http";
export type { EventFilter } from "./filter";
export type { GroupRetry, SubscribeOptions } from "./options";
export type { PublishedEvent } from "./publish";
export type { Delivery, EventHandler } from "./subscription";
