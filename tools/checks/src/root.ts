import { join, resolve } from "node:path";

/** The folder of the whole repository. */
export const ROOT = resolve(__dirname, "../../..");

export function fromRoot(...parts: string[]): string {
  return join(ROOT, ...parts);
}
