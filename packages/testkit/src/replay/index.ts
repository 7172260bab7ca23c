export type { ReplayDifference } from "./compare";
export type { History } from "./history";
export { replay, type ReplayOptions, type ReplayReport } from "./replay";
