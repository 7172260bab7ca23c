export { createTestOrchestrator } from "./create-test-orchestrator";
export type { TestOrchestrator, TestOrchestratorOptions } from "./options";
