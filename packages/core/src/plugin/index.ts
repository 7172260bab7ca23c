export type {
  ActionContext,
  ActionDescriptor,
  ActionErrorInfo,
  ActionExample,
  ActionExecutor,
  ActionSecrets,
} from "./action";
export type { PluginContainer, Provider, Resolver } from "./container";
export {
  type ActionDefinition,
  type DefinedAction,
  defineAction,
  type Resolved,
  type Tokens,
} from "./define-action";
export {
  type ActionClass,
  type AnyAction,
  definePlugin,
  isPlugin,
  type Plugin,
  PLUGIN_CONTRACT_VERSION,
  type PluginDefinition,
  type PluginFactory,
} from "./define-plugin";
export type { EventSink } from "./event-sink";
export { type SinkSettings, sinkOptions, toSink } from "./sink-options";
export { type Token, token, tokenName } from "./token";
export { EVENT_SINK, SECRET_PROVIDER } from "./tokens";
