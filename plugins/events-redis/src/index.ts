export type { EventsRedisOptions } from "./options";
// `plugin` is the name by which the CLI and the server load a plugin.
export { eventsRedis, eventsRedis as plugin } from "./plugin";
