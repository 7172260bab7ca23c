import path from "node:path";
import { createOrchestrator, type Plugin } from "@tutti/core";
import type { SqliteStorage } from "@tutti/sqlite";
import { inUse, reach, unlessInUse } from "../access/open";
import type { Project } from "../access/target";
import type { OwnerAccess } from "../access/owner-access";
import { ServiceAccess } from "../access/service-access";
import { loadPlugins } from "../config/load-plugins";
import { secretsOf } from "../config/secrets";
import { busy } from "../control/busy";
import type { ControlServer, Served } from "../control/server";
import type { Io } from "../io";
import { openAsOwner, ownerOf } from "../store/open";
import { recordLogger } from "./log-record";
import { actionTypesIn, type Session, wantedTypes } from "./session";
import { Voice } from "./voice";

/** A store that this process owns and runs. */
export interface OwnSession extends Session {
  readonly storage: SqliteStorage;
  readonly access: ServiceAccess;
  /** So many executions had not ended when the store was opened; they go on. */
  readonly unfinished: number;
  /** Lets what is running end, and gives the store up. */
  stop(): Promise<void>;
}

/** How to own a store. */
export interface Owning extends Project {
  /** The action types that will be used; undefined: all that there are. */
  readonly types?: ReadonlySet<string> | undefined;
  /** Start executions by triggers: for who stays, not for who runs one execution and goes. */
  readonly triggers?: boolean;
}

/** How long (ms) actions that are running may take to end. */
const STOP_MS = 10_000;

/** Sockets are loaded by those who own a store. */
/* eslint-disable @typescript-eslint/no-require-imports -- see above */
const control = {
  server: () => require("../control/server") as typeof import("../control/server"),
  endpoint: () => require("../control/endpoint") as typeof import("../control/endpoint"),
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** Opens the store as the process that runs it. Throws `STORAGE_IN_USE` when another one does. */
async function openOwner(owning: Owning, io: Io): Promise<OwnSession> {
  const storeFolder = path.dirname(owning.file.path);
  const endpoint = control.endpoint().newEndpoint({ env: io.env, storeFolder });
  const server = await control.server().ControlServer.listen(endpoint);
  let storage: SqliteStorage | undefined;
  try {
    storage = await openAsOwner(owning.file, { label: owning.label, endpoint });
    return await start(owning, { server, storage }, io);
  } catch (error) {
    await storage?.close();
    await server.close();
    throw error;
  }
}

/** How often to look for an owner that is gone before it is found. */
const MOST_LOOKS = 30;

/** Opens the store as the process that runs it or, where another one does, to ask that one. */
export async function openOwnerOrReach(owning: Owning, io: Io): Promise<OwnSession | OwnerAccess> {
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const own = await unlessInUse(() => openOwner(owning, io));
    if (own !== undefined) return own;
    const owner = ownerOf(owning.file);
    const access = owner === undefined ? undefined : await reach(owning.file, owner);
    if (access !== undefined) return access;
  }
  throw inUse(owning.file, ownerOf(owning.file));
}

interface Opened {
  readonly server: ControlServer;
  readonly storage: SqliteStorage;
}

async function start(owning: Owning, { server, storage }: Opened, io: Io): Promise<OwnSession> {
  const voice = new Voice();
  const unfinished = (await storage.unfinished()).length;
  // What others have begun may need any of the plugins.
  const wanted = unfinished > 0 ? {} : wantedTypes(owning.types);
  const plugins: readonly Plugin[] = await loadPlugins(owning.loaded, { print: voice.print, ...wanted }, io);
  const logger = recordLogger(voice.log);
  const { triggers = false } = owning;
  const secrets = secretsOf(owning.loaded, io);
  const orchestrator = await createOrchestrator({ storage, plugins, secrets, logger, triggers });
  const access = new ServiceAccess({ orchestrator, storage, runner: `process ${process.pid}` });
  const types = new Set(orchestrator.actions.map(({ type }) => type));
  server.serve(wanted.types === undefined ? access : onlyWith(types, access));
  control.endpoint().removeStale(server.endpoint);
  const stop = async (): Promise<void> => {
    server.refuse();
    // The store is free before anybody learns that its owner is gone.
    await orchestrator.stop({ deadlineMs: STOP_MS });
    await server.close();
  };
  return { orchestrator, voice, storage, access, unfinished, stop };
}

/** Refuses what needs other action types than those that are loaded: whoever asks waits until this process has ended. */
function onlyWith(types: ReadonlySet<string>, access: ServiceAccess): Served {
  const check = (definition: unknown): void => {
    const missing = [...actionTypesIn(definition)].filter((type) => !types.has(type));
    if (missing.length > 0) throw busy(`it has not the plugins for ${missing.join(", ")}.`);
  };
  const checkWorkflow = async (workflowId: string, revision?: number): Promise<void> =>
    check((await access.getWorkflow(workflowId, revision)).workflow);
  return {
    follow: (executionId, options) => access.follow(executionId, options),
    putApiKey: (record) => access.putApiKey(record),
    putWorkflow(definition, user) {
      check(definition);
      return access.putWorkflow(definition, user);
    },
    async start(request) {
      await checkWorkflow(request.workflowId);
      return access.start(request);
    },
    async ask(executionId, ask, user) {
      const { execution } = await access.getExecution(executionId);
      if (execution !== null) await checkWorkflow(execution.workflow_id, execution.workflow_revision);
      return access.ask(executionId, ask, user);
    },
  };
}
