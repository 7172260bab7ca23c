export { EVENT_PUBLISHER, type EventPublisher } from "./event-publisher";
export {
  createOrchestrator,
  type InstalledAction,
  type Orchestrator,
  type OrchestratorOptions,
} from "./orchestrator";
export { type ConsoleLoggerOptions, consoleLogger, type LogLevel } from "./system";
