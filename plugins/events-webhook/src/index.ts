export type { EventsWebhookOptions } from "./options";
// `plugin` is the name by which the CLI and the server load a plugin.
export { eventsWebhook, eventsWebhook as plugin } from "./plugin";
