import type { TimeoutApi } from "../../memory";

/** This process's timeouts. */
export const systemTimeouts: TimeoutApi = {
  set: (callback, ms) => setTimeout(callback, ms),
  clear: (handle) => clearTimeout(handle as NodeJS.Timeout),
};
