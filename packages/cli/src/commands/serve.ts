import type { Server } from "@tutti/server";
import { loadConfig, type LoadedConfig } from "../config/load-config";
import { CliError } from "../diagnostics/diagnostic";
import { INTERRUPTED, type Io } from "../io";
import { EXIT } from "../report";
import { type AddressOptions, addressOf, listenFailure } from "../serve/address";
import { openSession, type ServedSession } from "../serve/session";
import { storeFolder } from "../serve/workflow-folder";
import { chooseStorage, type StorageChoice } from "../store/choice";
import { hasCode } from "../store/open";
import { span } from "../terminal/style";
import { WorkerLog } from "../worker/log";
import { type Look, lookOf, type StoreOptions, userOf } from "./shared";

/** Options of `tutti serve`. */
export interface ServeOptions extends Omit<StoreOptions, "server">, AddressOptions {
  /** The same as the storage `memory`. */
  readonly memory?: boolean;
  /** A folder whose workflows are stored at the start. */
  readonly workflows?: string;
  readonly user?: string;
  readonly quiet?: boolean;
}

interface Serving {
  readonly options: ServeOptions;
  readonly io: Io;
  readonly look: Look;
  readonly loaded: LoadedConfig;
  readonly choice: StorageChoice;
}

/** Serves the store over HTTP, goes on with everything in it, and stops at Ctrl-C or SIGTERM. */
export async function serve(options: ServeOptions, io: Io): Promise<number> {
  const loaded = await loadConfig(options.config, io);
  const choice = chooseStorage(options.memory === true ? "memory" : options.storage, loaded, io);
  const serving: Serving = { options, io, look: lookOf(io, options), loaded, choice };
  // Who interrupts a start means it, too.
  const interrupted = untilInterrupted(serving);
  const session = await orClearly(() => openSession(choice, loaded, io));
  try {
    speak(session, serving);
    await storeWorkflows(session, serving);
    const server = await listen(session, serving);
    try {
      tell(server, session, serving);
      await interrupted;
    } finally {
      await server.stop();
    }
  } finally {
    await session.stop();
  }
  return EXIT.ok;
}

/** Node.js without SQLite can serve what it keeps in memory. */
async function orClearly<T>(open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (!hasCode(error, "STORAGE_UNSUPPORTED")) throw error;
    const fix = "Use Node.js 22.13 or newer, or serve without a file: tutti serve --memory.";
    throw new CliError({ code: "STORAGE_UNSUPPORTED", message: error.message, fix });
  }
}

async function storeWorkflows({ access }: ServedSession, { io, options }: Serving): Promise<void> {
  if (options.workflows === undefined) return;
  const user = userOf(options, io);
  for (const { file, workflow } of await storeFolder(options.workflows, { access, user }, io))
    say(io, options, `${file}: "${workflow.name}", revision ${workflow.revision}`);
}

async function listen({ orchestrator }: ServedSession, serving: Serving): Promise<Server> {
  const { io, loaded, options } = serving;
  const { createServer } = serverModule();
  const { cors, trust_proxy: trustProxy } = loaded.config.server ?? {};
  const address = addressOf(options, loaded.config, io);
  try {
    const server = await createServer({
      orchestrator,
      ...address,
      ...(cors === undefined ? {} : { cors }),
      ...(trustProxy === undefined ? {} : { trustProxy }),
      ...(options.quiet === true ? { logger: false } : {}),
    });
    await server.listen();
    return server;
  } catch (error) {
    throw explained(listenFailure(error, address));
  }
}

/** fastify is loaded for those who serve. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
const serverModule = () => require("@tutti/server") as typeof import("@tutti/server");

/** An error of the server's own catalogue is the caller's to correct. */
function explained(error: unknown): unknown {
  const { code, fix, message } = error as {
    readonly code?: unknown;
    readonly fix?: unknown;
    readonly message?: unknown;
  };
  if (typeof code !== "string" || typeof fix !== "string") return error;
  return new CliError({ code, message: String(message), fix });
}

function tell({ url }: Server, { unfinished }: ServedSession, { choice, io, look, options }: Serving): void {
  const storage = choice.kind === "memory" ? "memory" : choice.path;
  if (options.json === true) {
    io.stdout.write(
      `${JSON.stringify({ success: true, url, docs_url: `${url}/docs`, storage, unfinished })}\n`,
    );
    return;
  }
  io.stdout.write(`${look.out(["Tutti listens at ", span(url, "bold")])}\n`);
  io.stdout.write(`${look.out([`The API's documentation: ${url}/docs`])}\n`);
  const kept =
    choice.kind === "memory" ? "Nothing is stored: it is kept in memory." : `Stored in ${choice.path}.`;
  const many = `${unfinished} unfinished execution${unfinished === 1 ? " goes" : "s go"} on.`;
  say(io, options, unfinished === 0 ? kept : `${kept} ${many}`);
}

function say(io: Io, { quiet }: ServeOptions, text: string): void {
  if (quiet !== true) io.stderr.write(`${text}\n`);
}

/** Shows what actions and plugins say. */
function speak({ access, voice }: ServedSession, { io, look, options }: Serving): void {
  const out = options.json === true ? io.stderr : io.stdout;
  const log = new WorkerLog(access, look.symbols, (line) => void out.write(`${look.out(line)}\n`));
  voice.speakTo({
    onLog: (record) => {
      if (options.quiet !== true || record.level !== "info") log.onLog(record);
    },
    print: (text) => void out.write(text),
  });
}

function untilInterrupted({ io, options }: Serving): Promise<void> {
  return new Promise((resolve) => {
    let interrupts = 0;
    io.onInterrupt(() => {
      interrupts += 1;
      if (interrupts > 1) return io.exit(INTERRUPTED);
      say(io, options, "Stopping when requests and actions have ended; Ctrl-C again to quit at once.");
      resolve();
    });
  });
}
