import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { WORKFLOW_FILE } from "../serve/workflow-folder";

/** Where workflows are looked for. */
const FOLDERS = [".", "workflows"];

/** The workflow files of a project, when none is named: by what is in them, right or wrong. */
export function findWorkflows(cwd: string): string[] {
  return FOLDERS.flatMap((folder) => {
    const place = path.join(cwd, folder);
    if (!existsSync(place)) return [];
    const files = readdirSync(place, { withFileTypes: true }).filter((entry) => entry.isFile());
    const names = files.map(({ name }) => name).filter((name) => WORKFLOW_FILE.test(name));
    return names.filter((name) => isWorkflow(path.join(place, name))).map((name) => path.join(folder, name));
  });
}

function isWorkflow(file: string): boolean {
  return /^\s*"?actions"?\s*:/m.test(readFileSync(file, "utf8"));
}
