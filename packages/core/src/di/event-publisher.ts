import type { EventStream } from "../events";
import { type Token, token } from "../plugin/index";

/** Publishes events of a plugin's own. */
export type EventPublisher = Pick<EventStream, "publish">;

/**
 * `resolver.resolve(EVENT_PUBLISHER)`, from a plugin's `start` to its `stop`: publishes events as `EventStream` does.
 *
 * @example
 * const { publish } = resolver.resolve(EVENT_PUBLISHER);
 */
export const EVENT_PUBLISHER: Token<EventPublisher> = token<EventPublisher>("event-publisher");
