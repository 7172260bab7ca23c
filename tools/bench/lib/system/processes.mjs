import { existsSync, readFileSync, readdirSync } from "node:fs";

const MIB = 1024 * 1024;

/** Memory of this process, in MiB. */
export function ownMemory() {
  return process.memoryUsage.rss() / MIB;
}

/**
 * Memory of the processes that this one started, and of theirs, in MiB: a server and its workers. Pages
 * that several of them share count once. Undefined outside of Linux.
 */
export function memoryOfChildren() {
  if (!existsSync("/proc/self/smaps_rollup")) return undefined;
  return descendants(process.pid).reduce((sum, pid) => sum + proportionalKib(pid), 0) / 1024;
}

function descendants(pid) {
  const parents = new Map();
  for (const name of readdirSync("/proc")) {
    if (/^\d+$/.test(name)) parents.set(Number(name), parentOf(name));
  }
  const found = [pid];
  for (const ancestor of found) {
    for (const [child, parent] of parents) if (parent === ancestor) found.push(child);
  }
  return found.slice(1);
}

function parentOf(pid) {
  // The name, in brackets, may hold anything; the fields after it do not.
  const [, parent] = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, "")
    .split(" ");
  return Number(parent);
}

function proportionalKib(pid) {
  return Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // It has ended meanwhile.
    return "";
  }
}
