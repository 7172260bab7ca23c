export type { EventsNatsOptions } from "./options";
// `plugin` is the name by which the CLI and the server load a plugin.
export { eventsNats, eventsNats as plugin } from "./plugin";
