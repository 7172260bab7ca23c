import { z } from "zod";

/** The option of both CSV transformations that says what stands between values. */
export const delimiterOption = z
  .string()
  .length(1, "must be one character")
  .refine((character) => !/["\r\n]/.test(character), "can't be a double quote or a line break")
  .default(",")
  .describe("What stands between values, such as ; or a tab.");
