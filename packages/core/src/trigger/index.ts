export { Triggers } from "./triggers";
export type { WebhookOutcome, WebhookRequest } from "./webhooks";
