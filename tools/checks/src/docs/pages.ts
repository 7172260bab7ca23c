import { existsSync, readFileSync, readdirSync } from "node:fs";
import { ROOT, fromRoot } from "../root";

export interface Page {
  /** A path from the root of the repository. */
  file: string;
  text: string;
}

/** The pages for users: every example on them has to work. */
export function userPages(): Page[] {
  const readmes = ["packages", "plugins"].flatMap((parent) =>
    readdirSync(fromRoot(parent)).map((name) => `${parent}/${name}/README.md`),
  );
  const docs = readdirSync(fromRoot("packages")).flatMap((name) => markdownIn(`packages/${name}/docs`));
  return readPages(["README.md", ...readmes.filter(exists), "tools/create-plugin/README.md", ...docs]);
}

/** The pages for contributors. */
export function contributorPages(): Page[] {
  return readPages([...markdownIn(".github"), ...markdownIn("tools/adr")]);
}

function markdownIn(folder: string): string[] {
  if (!exists(folder)) return [];
  return readdirSync(fromRoot(folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`);
}

function exists(file: string): boolean {
  return existsSync(`${ROOT}/${file}`);
}

function readPages(files: string[]): Page[] {
  return files.map((file) => ({ file, text: readFileSync(fromRoot(file), "utf8") }));
}
