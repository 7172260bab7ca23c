import { z } from "zod";

/** Where answers can be saved. */
export const downloadsOptions = z.strictObject({
  folder: z.string().min(1).describe("Every file is saved below this folder. It has to exist."),
  max_bytes: z.int().positive().default(1_073_741_824).describe("The largest answer saved, decompressed."),
});

/** The checked options of downloads. */
export type Downloads = z.output<typeof downloadsOptions>;

/** An answer's body that was saved, in place of the body. */
export interface SavedBody {
  /** Below the folder for downloads, with `/` between its segments. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}
