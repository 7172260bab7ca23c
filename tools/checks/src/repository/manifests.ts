import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fromRoot } from "../root";

export interface Manifest {
  name: string;
  version: string;
  description?: string;
  license?: string;
  type?: string;
  private?: boolean;
  engines?: { node?: string };
  files?: string[];
  repository?: { directory?: string };
  publishConfig?: { access?: string };
  exports?: Record<string, string | Record<string, string>>;
  peerDependencies?: Record<string, string>;
  dependencies?: Record<string, string>;
}

export interface Project {
  /** The folder, as a path from the root of the repository. */
  folder: string;
  manifest: Manifest;
}

/** Is it a package of this repository? */
export function isOurs(name: string): boolean {
  return name.startsWith("@tutti/") || name === "create-tutti-plugin";
}

/** The projects below a folder of the repository, such as `plugins`. */
export function projectsIn(parent: string): Project[] {
  return readdirSync(fromRoot(parent))
    .map((name) => join(parent, name))
    .filter((folder) => existsSync(fromRoot(folder, "package.json")))
    .map((folder) => ({ folder, manifest: readManifest(folder) }));
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(fromRoot(folder, "package.json"), "utf8")) as Manifest;
}
