export type { PluginContractOptions, PluginExample } from "./options";
export { describePlugin, pluginContract } from "./plugin-contract";
