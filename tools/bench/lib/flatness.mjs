import { median } from "./statistics.mjs";

/** How much more (part, and MiB) the last quarter may take than the second: what a collector leaves differs. */
const PART = 1.1;
const MIB = 16;

/** Does memory stay flat? The first quarter is for warming up. Takes at least eight samples, in MiB. */
export function flatness(samples) {
  if (samples.length < 8) throw new Error(`${samples.length} samples are too few to tell: run it longer.`);
  const quarter = Math.floor(samples.length / 4);
  const beforeMb = median(samples.slice(quarter, 2 * quarter));
  const afterMb = median(samples.slice(-quarter));
  return { beforeMb, afterMb, isFlat: afterMb <= beforeMb * PART + MIB };
}
