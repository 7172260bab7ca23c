import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { ROOT } from "../root";

/** Folders that a tool writes and git ignores. */
const GENERATED = new Set([".git", ".nx", "node_modules", "dist", "coverage", "reports"]);
const LARGEST_TEXT = 2_000_000;

/** Every file of the repository that a person wrote, as a path from its root. Needs no git. */
export function writtenFiles(folder = ROOT): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return isGenerated(path, entry.name) ? [] : writtenFiles(path);
    return entry.isFile() ? [relative(ROOT, path)] : [];
  });
}

/** The text of a file, or undefined when it is binary or too large to have been written by hand. */
export function textOf(file: string): string | undefined {
  const path = join(ROOT, file);
  if (statSync(path).size > LARGEST_TEXT) return undefined;
  const text = readFileSync(path, "utf8");
  return text.includes("\0") ? undefined : text;
}

function isGenerated(path: string, name: string): boolean {
  return GENERATED.has(name) || /^(packages|plugins)\/[^/]+\/vendor$/.test(relative(ROOT, path));
}
