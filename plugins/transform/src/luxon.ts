/* eslint-disable @typescript-eslint/no-require-imports -- import() fails in the Jest set-ups that have no VM modules */
/** Luxon, loaded when it is needed: that takes longer than all transformations together, and few handle dates. */
export const luxon = (): typeof import("luxon") => require("luxon") as typeof import("luxon");
