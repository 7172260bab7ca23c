import { randomBytes } from "node:crypto";
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { TuttiError } from "@tutti/core/plugin";
import type { Io } from "../io";

/** A socket's path is limited to 104 bytes on macOS and 108 on Linux, with the zero at its end. */
const LONGEST_PATH = 100;

/** Where an endpoint may be. */
export interface EndpointPlaces extends Pick<Io, "env"> {
  /** The store's folder: the only one that can be written where a system is read-only. */
  readonly storeFolder: string;
  /** Folders that anybody may write to. Default: the system's. */
  readonly temporary?: readonly string[];
}

/** The second one, as its path is short. */
const TEMPORARY = [tmpdir(), "/tmp"];

/**
 * A new address where an owner takes requests: a socket in a folder that only this user can enter, or on
 * Windows a pipe, which others can't write to. Throws `INVALID_OPTIONS` when there is no such folder.
 */
export function newEndpoint(
  { env, storeFolder, temporary = TEMPORARY }: EndpointPlaces,
  platform: string = process.platform,
): string {
  const name = randomBytes(9).toString("hex");
  if (platform === "win32") return String.raw`\\.\pipe\tutti-${name}`;
  const runtime = env.XDG_RUNTIME_DIR ?? "";
  const wanted = [
    ...(path.isAbsolute(runtime) ? [path.join(runtime, "tutti")] : []),
    ...temporary.map((folder) => path.join(folder, `tutti-${userInfo().uid}`)),
    path.join(storeFolder, ".tutti-run"),
  ];
  const folder = wanted.find((one) => fits(one, name) && isPrivate(one)) ?? anyFolder(temporary);
  return path.join(folder, name);
}

/** For when somebody else has taken the names. */
function anyFolder(temporary: readonly string[]): string {
  try {
    return mkdtempSync(path.join(temporary.at(-1) ?? "", "tutti-"));
  } catch (error) {
    const problem = `there is no folder for the socket where it takes requests (${String(error)})`;
    const fix = "Set XDG_RUNTIME_DIR to a folder of this user's own with a short path.";
    throw TuttiError.of("INVALID_OPTIONS", { where: "tutti", problem, fix });
  }
}

function fits(folder: string, name: string): boolean {
  return Buffer.byteLength(path.join(folder, name)) <= LONGEST_PATH;
}

/** Makes the folder. False: it is not ours alone. */
function isPrivate(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") return false;
  }
  const found = lstatSync(folder);
  return found.isDirectory() && found.uid === userInfo().uid && (found.mode & 0o077) === 0;
}

/** Removes sockets beside this one that nobody listens at: their owners were killed. */
export function removeStale(endpoint: string, platform: string = process.platform): void {
  if (platform === "win32") return;
  const folder = path.dirname(endpoint);
  for (const name of readdirSync(folder)) {
    const other = path.join(folder, name);
    if (other === endpoint) continue;
    const probe = connect(other);
    probe.unref();
    probe.on("connect", () => probe.destroy());
    probe.on("error", ({ code }: NodeJS.ErrnoException) => {
      if (code === "ECONNREFUSED") rmSync(other, { force: true });
    });
  }
}
