import { cpus, release, totalmem, type } from "node:os";
import { fileSystem } from "./disk.mjs";

/** What one has to know of a machine to compare numbers; nothing that tells which one it is. */
export function describeMachine(folder) {
  const [{ model }] = cpus();
  return {
    cpu: `${cpus().length} × ${model.trim()}`,
    memory: `${Math.round(totalmem() / 1024 ** 3)} GiB`,
    system: `${type()} ${release().replace(/[^\d.].*$/, "")}, ${fileSystem(folder)}`,
    node: process.versions.node,
    sqlite: process.versions.sqlite ?? "none",
  };
}
