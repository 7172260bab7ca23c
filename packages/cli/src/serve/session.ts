import { createOrchestrator, memory } from "@tutti/core";
import { inUse } from "../access/open";
import { ServiceAccess } from "../access/service-access";
import type { Project } from "../access/target";
import type { LoadedConfig } from "../config/load-config";
import { loadPlugins } from "../config/load-plugins";
import type { Io } from "../io";
import { isOwn } from "../run/execute-elsewhere";
import { recordLogger } from "../run/log-record";
import { openOwnerOrReach, type OwnSession } from "../run/owner";
import { Voice } from "../run/voice";
import type { StorageChoice } from "../store/choice";
import { ownerOf } from "../store/open";

/** What is served. */
export type ServedSession = Pick<OwnSession, "orchestrator" | "access" | "voice" | "unfinished" | "stop">;

/** How long (ms) actions that are running may take to end. */
const STOP_MS = 10_000;

/** Opens what is to be served: the file, which nobody else may run, or a store in memory. */
export async function openSession(
  choice: StorageChoice,
  loaded: LoadedConfig,
  io: Io,
): Promise<ServedSession> {
  return choice.kind === "memory"
    ? openInMemory(loaded, io)
    : openOwned({ loaded, file: choice, label: "tutti serve" }, io);
}

/** Throws for a store that another process runs. */
export async function openOwned(project: Project, io: Io): Promise<OwnSession> {
  const opened = await openOwnerOrReach({ ...project, triggers: true }, io);
  if (isOwn(opened)) return opened;
  await opened.close();
  throw inUse(project.file, ownerOf(project.file));
}

async function openInMemory(loaded: LoadedConfig, io: Io): Promise<ServedSession> {
  const voice = new Voice();
  const plugins = await loadPlugins(loaded, { print: voice.print }, io);
  const storage = memory();
  const orchestrator = await createOrchestrator({
    storage,
    plugins,
    logger: recordLogger(voice.log),
    triggers: true,
  });
  const access = new ServiceAccess({ orchestrator, storage, runner: `process ${process.pid}` });
  const stop = () => orchestrator.stop({ deadlineMs: STOP_MS });
  return { orchestrator, access, voice, unfinished: 0, stop };
}
