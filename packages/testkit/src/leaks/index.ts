export { beginLeakCheck, type LeakCheck, useLeakCheck } from "./use-leak-check";
