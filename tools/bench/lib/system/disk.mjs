import { existsSync, readFileSync, statfsSync } from "node:fs";

// After major, minor and name, the 16th number: flushes of the device's cache that have ended.
const FLUSHES = 18;
const FILE_SYSTEMS = new Map([
  [0xef53, "ext4"],
  [0x58465342, "xfs"],
  [0x9123683e, "btrfs"],
  [0x794c7630, "overlay"],
  [0x01021994, "tmpfs"],
]);

/**
 * How often the machine's disks were flushed so far, by whatever process; undefined where nobody counts.
 * What an engine promises and what it does are two things: this is what it does.
 */
export function flushCount() {
  if (!existsSync("/proc/diskstats")) return undefined;
  const disks = readFileSync("/proc/diskstats", "utf8")
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    // A partition or a mapped device passes its flushes on to a disk, which counts them.
    .filter((fields) => fields.length > FLUSHES && existsSync(`/sys/block/${fields[2]}/device`));
  if (disks.length === 0) return undefined;
  return disks.reduce((sum, fields) => sum + Number(fields[FLUSHES]), 0);
}

/** The file system that a folder is on. Nothing on `tmpfs` is durable, and flushing it costs nothing. */
export function fileSystem(folder) {
  const { type } = statfsSync(folder);
  return FILE_SYSTEMS.get(type) ?? `0x${type.toString(16)}`;
}
