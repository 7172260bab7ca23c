import { hostname } from "node:os";
import { createOrchestrator } from "@tutti/core";
import { TuttiError } from "@tutti/core/plugin";
import type { Owner, SqliteStorage } from "@tutti/sqlite";
import { loadPlugins } from "../config/load-plugins";
import { busyText } from "../control/busy";
import type { Io } from "../io";
import { recordLogger } from "../run/log-record";
import { wantedTypes } from "../run/session";
import type { FileChoice } from "../store/choice";
import { hasCode, mustExist, openAsOwner, openAsReader, ownerOf } from "../store/open";
import type { WorkflowAccess } from "./access";
import { OwnerAccess } from "./owner-access";
import type { ServerAccess } from "./server-access";
import { ServiceAccess } from "./service-access";
import { isServer, type Project, type ServerTarget, type Target } from "./target";

/** Opens the store to look at it, whoever owns it. */
export async function openReading(target: Target): Promise<WorkflowAccess> {
  return isServer(target) ? openServer(target) : openFile(target);
}

/** Opens the file to look at it, whoever owns it. */
export async function openFile({ file }: Pick<Project, "file">): Promise<ServiceAccess> {
  return standBy(await openAsReader(file), []);
}

/** Opens the store of a server. */
export function openServer(target: ServerTarget): ServerAccess {
  return new (server().ServerAccess)(target);
}

/** The client is loaded for those who speak to a server. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
const server = () => require("./server-access") as typeof import("./server-access");

/** Owners such as `tutti signal` are gone in a moment; each look at one waits up to 100 ms for that. */
const MOST_LOOKS = 30;

/** What a command will store. */
interface Storing {
  /** The action types of a definition that will be stored; undefined: none will be, and the file must be there. */
  readonly types?: ReadonlySet<string> | undefined;
}

/** How to open a file to ask for something. */
type Writing = Project & Storing;

/** A store on this machine. */
type LocalAccess = ServiceAccess | OwnerAccess;

/** Opens the store to ask for something: at its owner's or, without one, as its owner that begins nothing. */
async function openWriting(project: Writing, io: Io): Promise<LocalAccess> {
  const { file, label, loaded, types } = project;
  if (types === undefined) mustExist(file.path);
  // Before the file is opened, as it takes time in which nobody else could.
  const plugins =
    types === undefined
      ? []
      : await loadPlugins(loaded, { print: () => undefined, ...wantedTypes(types) }, io);
  let owner: Owner | undefined;
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    owner = ownerOf(file);
    if (owner === undefined) {
      const storage = await unlessInUse(() => openAsOwner(file, { label }));
      if (storage !== undefined) return standBy(storage, plugins);
    } else {
      const access = await reach(file, owner);
      if (access !== undefined) return access;
    }
  }
  throw inUse(file, owner);
}

/** Undefined: the file has an owner. */
export async function unlessInUse<T>(open: () => Promise<T>): Promise<T | undefined> {
  try {
    return await open();
  } catch (error) {
    if (hasCode(error, "STORAGE_IN_USE")) return undefined;
    throw error;
  }
}

/** Opens the store of another process. Undefined: it is going, or gone. Throws for one that takes no requests. */
export async function reach(file: FileChoice, owner: Owner): Promise<OwnerAccess | undefined> {
  const { ControlClient } = controlClient();
  const isHere = owner.host === hostname();
  if (owner.endpoint === null || !isHere) {
    if (isHere && owner.label?.startsWith("tutti ") === true) return undefined;
    throw inUse(file, owner);
  }
  const runner = nameOf(owner);
  const client = await ControlClient.connect(owner.endpoint, runner);
  if (client === undefined) return undefined;
  try {
    return new OwnerAccess({ client, reading: await openFile({ file }), runner });
  } catch (error) {
    await client.close();
    throw error;
  }
}

/** Sockets are loaded for those who meet an owner. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
const controlClient = () => require("../control/client") as typeof import("../control/client");

/** An owner, for people. */
export function nameOf({ label, pid }: Owner): string {
  return `process ${pid}${label === null ? "" : ` (${label})`}`;
}

/** The error for a store whose owner can't be asked. */
export function inUse({ path }: FileChoice, owner: Owner | undefined): TuttiError {
  const name = owner === undefined ? "another process" : nameOf(owner);
  const where = owner === undefined || owner.host === hostname() ? "" : ` on ${owner.host}`;
  return TuttiError.of("STORAGE_IN_USE", { storage: path, owner: `${name}${where}` });
}

async function standBy(
  storage: SqliteStorage,
  plugins: Awaited<ReturnType<typeof loadPlugins>>,
): Promise<ServiceAccess> {
  const logger = recordLogger(() => undefined);
  try {
    const orchestrator = await createOrchestrator({ storage, plugins, logger, standby: true });
    return new ServiceAccess({ orchestrator, storage, runner: null });
  } catch (error) {
    await storage.close();
    throw error;
  }
}

/** Opens the store to ask for something, asks, and closes it. */
export async function withAccess<T>(
  target: Target & Storing,
  io: Io,
  work: (access: WorkflowAccess) => Promise<T>,
): Promise<T> {
  return isServer(target) ? work(openServer(target)) : withLocalAccess(target, io, work);
}

/**
 * Opens a store on this machine to ask for something, asks, and closes it. An owner that can't do it, as it ends now or
 * has only the plugins of its own workflow, is waited for.
 */
export async function withLocalAccess<T>(
  target: Writing,
  io: Io,
  work: (access: LocalAccess) => Promise<T>,
): Promise<T> {
  for (;;) {
    const access = await openWriting(target, io);
    try {
      return await work(access);
    } catch (error) {
      const busy = busyText(error);
      if (!(access instanceof OwnerAccess) || busy === undefined) throw error;
      io.stderr.write(`Waiting until ${access.runner} has ended: ${busy}\n`);
      await access.gone;
    } finally {
      await access.close();
    }
  }
}
