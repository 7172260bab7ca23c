import { bad, type Finding, well } from "./finding";

/** What of a process is looked at. */
export type NodeProcess = Pick<NodeJS.Process, "version" | "getBuiltinModule">;

/** The oldest Node.js that is supported. */
const OLDEST = [20, 19] as const;

/** Is this Node.js new enough, and does it have SQLite? */
export function checkNode({ getBuiltinModule, version }: NodeProcess): readonly Finding[] {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST;
  const isOld = major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
  const node = isOld
    ? bad("node", "fail", [`Node.js ${version} is too old.`, `Use ${OLDEST.join(".")} or newer, best 24.`])
    : well("node", `Node.js ${version}`);
  const hasSqlite = (getBuiltinModule as (id: string) => unknown)("node:sqlite") !== undefined;
  const none = `Node.js ${version} has no node:sqlite: nothing can be stored.`;
  const fix = "Use Node.js 22.13 or newer; until then run and serve work with --storage memory.";
  return [node, hasSqlite ? well("sqlite", "node:sqlite is there") : bad("sqlite", "warn", [none, fix])];
}
