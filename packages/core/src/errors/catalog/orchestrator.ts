import { entry, quote } from "./entry";

/** Errors of setting an orchestrator up, and of plugins. */
export const orchestratorErrors = {
  INVALID_OPTIONS: entry<{ where: string; problem: string; fix: string }>(
    (p) => `Options of ${p.where}: ${p.problem}.`,
    (p) => p.fix,
  ),
  INVALID_CLOUD_EVENT: entry<{ problem: string; fix: string }>(
    (p) => `An HTTP message is no event of CloudEvents 1.0: ${p.problem}.`,
    (p) => p.fix,
  ),
  DUPLICATE_ACTION_TYPE: entry<{ action_type: string; first: string; second: string }>(
    (p) => `Plugins "${p.first}" and "${p.second}" both bring the action_type "${p.action_type}".`,
    () => "Leave one of the two plugins out.",
  ),
  DUPLICATE_PLUGIN: entry<{ plugin: string }>(
    (p) => `Plugin "${p.plugin}" is listed twice.`,
    () => "List each plugin once in createOrchestrator({ plugins }).",
  ),
  INVALID_PLUGIN: entry<{ plugin: string; problem: string }>(
    (p) => `${quote(p.plugin)} is not a plugin: ${p.problem}.`,
    () => "Make plugins with definePlugin(), and list what its factory returns: plugins: [greetPlugin()].",
  ),
  INVALID_ACTION: entry<{ action: string; problem: string }>(
    (p) => `Action type ${quote(p.action)} can't be used: ${p.problem}.`,
    () => "Make actions with defineAction(), or with a class that implements ActionExecutor.",
  ),
  PLUGIN_CONTRACT_VERSION: entry<{ plugin: string; wanted: number; supported: number }>(
    (p) =>
      `Plugin "${p.plugin}" is made for plugin contract ${p.wanted}; this @tutti/core has contract ${p.supported}.`,
    () => "Install versions of the plugin and of @tutti/core that belong together.",
  ),
  PLUGIN_REGISTER_FAILED: entry<{ plugin: string; reason: string }>(
    (p) => `Plugin "${p.plugin}" failed to register: ${p.reason}.`,
    (p) => `Check the options given to "${p.plugin}", or report it to the plugin's author.`,
  ),
  PLUGIN_START_FAILED: entry<{ plugin: string; reason: string }>(
    (p) => `Plugin "${p.plugin}" failed to start: ${p.reason}.`,
    (p) => `Check the options given to "${p.plugin}", or report it to the plugin's author.`,
  ),
  UNRESOLVED_TOKEN: entry<{ token: string; needed_by: string; reason: string }>(
    (p) => `"${p.needed_by}" needs "${p.token}", which nothing registered: ${p.reason}.`,
    (p) =>
      `Add the plugin that registers "${p.token}", or register it with createOrchestrator({ register }).`,
  ),
  UNKNOWN_SECRET: entry<{ name: string }>(
    (p) => `There is no secret "${p.name}".`,
    (p) =>
      `Set the environment variable TUTTI_SECRET_${p.name}, or give createOrchestrator({ secrets }) a provider that knows it, such as fileSecrets({ folder }).`,
  ),
  SECRET_UNREADABLE: entry<{ name: string; reason: string }>(
    (p) => `The secret ${quote(p.name)} can't be read: ${p.reason}.`,
    () => "Look at the file in the folder of fileSecrets(): this process must be able to read it, as UTF-8.",
  ),
  INVALID_WEBHOOK_SECRET: entry<{ workflow_id: string; trigger: number }>(
    (p) => `The secret of triggers[${p.trigger}] of workflow "${p.workflow_id}" is no webhook secret.`,
    () => "Store one that is whsec_ and 24 to 64 bytes in base64: echo whsec_$(openssl rand -base64 32)",
  ),
  UNSEALABLE: entry<{ reason: string }>(
    (p) => `A stored secret could not be read: ${p.reason}.`,
    () => "Start with the same TUTTI_ENCRYPTION_KEY that the secret was stored with.",
  ),
  ORCHESTRATOR_STOPPED: entry<{ request: string }>(
    (p) => `The orchestrator is stopping or stopped, so it can't ${p.request}.`,
    () => "Make a new one with createOrchestrator().",
  ),
  OVERLOADED: entry<{ waiting: number }>(
    (p) => `No more executions are taken: ${p.waiting} wait for their turn already.`,
    () => "Start it later, or raise limits.pendingExecutions and limits.runningExecutions.",
  ),
};
