import { z } from "zod";
import type { JsonService } from "../json-service.ts";
import { type Summary, summarize } from "./summarize.ts";

const input = z.strictObject({
  text: z.string().max(1024 * 1024),
  /** In words. */
  max_length: z.int().min(1).max(2000).default(200),
});

/** The service that shortens texts. */
export const summarizerHub: JsonService<typeof input> = {
  name: "summarizer_hub",
  path: "/summarize",
  input,
  answer: ({ text, max_length }): Summary => summarize(text, max_length),
};
