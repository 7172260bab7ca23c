import type { SecretProvider } from "../ports";
import type { EventSink } from "./event-sink";
import { token } from "./token";

/** Extension point: where secrets come from. All are asked, newest first. */
export const SECRET_PROVIDER = token<SecretProvider>("secret-provider");

/** Extension point: where events go besides the storage. Each is a consumer group of its own. */
export const EVENT_SINK = token<EventSink>("event-sink");
