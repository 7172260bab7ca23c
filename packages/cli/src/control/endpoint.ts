import { randomBytes } from "node:crypto";
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import type { Io } from "../io";

/** A socket's path is limited to 104 bytes on macOS and 108 on Linux, with the zero at its end. */
const LONGEST_PATH = 100;

/**
 * A new address where an owner takes requests: a socket in a folder that only this user can enter, or on
 * Windows a pipe, which others can't write to.
 */
export function newEndpoint({ env }: Pick<Io, "env">, platform: string = process.platform): string {
  const name = randomBytes(9).toString("hex");
  if (platform === "win32") return String.raw`\\.\pipe\tutti-${name}`;
  const runtime = env.XDG_RUNTIME_DIR ?? "";
  const wanted = [
    ...(path.isAbsolute(runtime) ? [path.join(runtime, "tutti")] : []),
    path.join(tmpdir(), `tutti-${userInfo().uid}`),
    path.join("/tmp", `tutti-${userInfo().uid}`),
  ];
  const folder = wanted.find((one) => fits(one, name) && isPrivate(one)) ?? mkdtempSync("/tmp/tutti-");
  return path.join(folder, name);
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
