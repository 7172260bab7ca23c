import { z } from "zod";

/** A time in ms; the longest delay that a timer of Node can wait is the most. */
export const timeout = z.int().min(1).max(2_147_483_647);

/** Where to post. */
export const httpUrl = z.url({ protocol: /^https?$/, error: "Expected an http or https URL" });
