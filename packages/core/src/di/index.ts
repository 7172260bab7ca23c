export { EVENT_PUBLISHER, type EventPublisher } from "./event-publisher";
export {
  createOrchestrator,
  type InstalledAction,
  type Orchestrator,
  type OrchestratorOptions,
} from "./orchestrator";
export {
  type ConsoleLoggerOptions,
  consoleLogger,
  environmentSecrets,
  fileSecrets,
  type FileSecretsOptions,
  type LogLevel,
} from "./system";
