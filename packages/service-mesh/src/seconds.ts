import { z } from "zod";

/** The longest time that a timer of Node.js can wait: 2^31 - 1 ms, in seconds. */
const LONGEST_SECONDS = 2_147_483;

/** A time that a timer can wait. */
export const seconds = z.number().positive().max(LONGEST_SECONDS);
