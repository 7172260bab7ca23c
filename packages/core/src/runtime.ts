export * from "./engine";
export * from "./plan";
export * from "./ports";
export * from "./run";
