export { systemCipher } from "./cipher";
export { systemClock } from "./clock";
export { fileSecrets, type FileSecretsOptions } from "./file-secrets";
export { systemIds, systemRandom } from "./ids";
export { type ConsoleLoggerOptions, consoleLogger, type LogLevel } from "./logger";
export { environmentSecrets } from "./secrets";
export { systemTimeouts } from "./timeouts";
