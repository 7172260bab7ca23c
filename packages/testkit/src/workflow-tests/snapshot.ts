import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import type { CloudEvent } from "@tutti/core";
import { EPOCH } from "../clock";
import { type Mismatch, textDiff } from "./differences";

/** How snapshots are treated. */
export interface SnapshotOptions {
  /** Store what comes, whatever was stored. Default: when TUTTI_UPDATE_SNAPSHOTS is 1. */
  readonly updateSnapshots?: boolean;
  /** Refuse a case without a snapshot, rather than store one. Default: when CI is set. */
  readonly ci?: boolean;
}

/** What became of a snapshot. */
export type SnapshotOutcome = "matched" | "written" | "updated" | "differs" | "missing";

/** Where the snapshots of a file of tests are: `review.workflow-test.snapshot.json` beside it. */
export function snapshotFileOf(testFile: string): string {
  return testFile.replace(/\.(?:ya?ml|json)$/, ".snapshot.json");
}

type Snapshots = Record<string, string[]>;

/**
 * Compares the events of a case with those that are stored beside its file, and stores them where there
 * are none or where that is asked for.
 */
export function checkSnapshot(
  { name, testFile }: { readonly testFile: string; readonly name: string },
  events: readonly CloudEvent[],
  options: SnapshotOptions = {},
): { readonly outcome: SnapshotOutcome; readonly mismatches: readonly Mismatch[] } {
  const { ci, update } = wishesOf(options);
  const file = snapshotFileOf(testFile);
  const stored = readSnapshots(file);
  const known = Object.hasOwn(stored, name) ? stored[name] : undefined;
  const lines = snapshotLines(events);
  if (isDeepStrictEqual(known, lines)) return { outcome: "matched", mismatches: [] };
  if (update || (known === undefined && !ci)) {
    writeSnapshots(file, { ...stored, [name]: lines });
    return { outcome: known === undefined ? "written" : "updated", mismatches: [] };
  }
  return known === undefined ? missing(file) : differing(known, lines);
}

function wishesOf({ ci, updateSnapshots }: SnapshotOptions) {
  const isUpdate = process.env["TUTTI_UPDATE_SNAPSHOTS"] === "1";
  return { ci: ci ?? isCi(), update: updateSnapshots ?? isUpdate };
}

function missing(file: string) {
  const message = `${file} has no snapshot of this case, and none is stored in CI. Run it without CI=… and commit the file.`;
  return { outcome: "missing" as const, mismatches: [{ path: "snapshot", message }] };
}

function differing(known: readonly string[], lines: readonly string[]) {
  const diff = textDiff(known.join("\n"), lines.join("\n"));
  const message = `the events differ (--update-snapshots, or TUTTI_UPDATE_SNAPSHOTS=1, stores the new ones):\n${diff}`;
  return { outcome: "differs" as const, mismatches: [{ path: "snapshot", message }] };
}

/** Forgets the snapshots of cases that the file no longer has. */
export function dropSnapshots(testFile: string, names: ReadonlySet<string>): readonly string[] {
  const file = snapshotFileOf(testFile);
  const stored = readSnapshots(file);
  const gone = Object.keys(stored).filter((name) => !names.has(name));
  if (gone.length === 0) return [];
  const kept = Object.fromEntries(Object.entries(stored).filter(([name]) => names.has(name)));
  if (Object.keys(kept).length === 0) rmSync(file);
  else writeSnapshots(file, kept);
  return gone;
}

function readSnapshots(file: string): Snapshots {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Snapshots) : {};
}

/** In the order of the names, so that a change of one is a change of its lines only. */
function writeSnapshots(file: string, snapshots: Snapshots): void {
  const sorted = Object.fromEntries(Object.entries(snapshots).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(sorted, null, 2)}\n`);
}

function isCi(): boolean {
  const { CI = "" } = process.env;
  return CI !== "" && CI !== "0" && CI !== "false";
}

/** Ids that differ from run to run. */
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TRACE = /\b[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}\b/g;
/** Times inside the data, in ms since the epoch: told from the beginning of virtual time on. */
const TIMES = new Set(["retry_at", "deadline", "until", "expires_at"]);

/**
 * Events as a snapshot has them, one line each: the virtual time, the type, the action and the data, and
 * nothing that differs from run to run.
: `+0 ms action.started fetch {"attempt":1}`.
 */
function snapshotLines(events: readonly CloudEvent[]): string[] {
  const ids = new Map<string, string>();
  const named = (id: string): string => {
    const known = ids.get(id) ?? `<id ${ids.size + 1}>`;
    ids.set(id, known);
    return known;
  };
  return events.map(({ data, subject, time, type }) => {
    // The action's id is the subject already.
    const told = JSON.stringify(
      { ...(data as object | null), action_id: undefined },
      (key, value: unknown) => (TIMES.has(key) && typeof value === "number" ? `+${value - EPOCH} ms` : value),
    );
    const what = [type.replace("tutti.", ""), ...(subject === undefined ? [] : [subject]), told].join(" ");
    return `+${Date.parse(time) - EPOCH} ms ${what.replace(TRACE, "<trace>").replace(UUID, named)}`;
  });
}
