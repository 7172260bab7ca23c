export { systemCipher } from "./cipher";
export { systemClock } from "./clock";
export { systemIds, systemRandom } from "./ids";
export { type ConsoleLoggerOptions, consoleLogger, type LogLevel } from "./logger";
export { environmentSecrets } from "./secrets";
export { systemTimeouts } from "./timeouts";
