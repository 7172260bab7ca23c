export { createPlugin, type CreatedPlugin, type CreateOptions } from "./create-plugin";
export { CreateError, type CreateErrorCode, createErrors } from "./errors";
export { type CreateIo, type Output, processIo } from "./io";
export { main } from "./main";
export { folderOf, type Language, type PluginSpec, type Runner } from "./spec";
