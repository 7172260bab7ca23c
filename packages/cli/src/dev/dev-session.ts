import { createOrchestrator } from "@tutti/core";
import type { Look } from "../commands/shared";
import type { LoadedConfig } from "../config/load-config";
import { loadPlugins } from "../config/load-plugins";
import type { Io } from "../io";
import { recordLogger } from "../run/log-record";
import type { Session } from "../run/session";
import { Voice } from "../run/voice";
import { type Line, span } from "../terminal/style";
import { printable } from "../terminal/text";

/** An orchestrator in memory, for one look at what has changed. */
export interface DevSession extends Session {
  /** What was loaded. */
  line(look: Look): Line;
  stop(): Promise<void>;
}

/** Nothing that still runs is waited for long: the execution has ended by then. */
const STOP_MS = 2000;

/** Loads the plugins of a configuration into an orchestrator of their own. */
export async function openDevSession(loaded: LoadedConfig, io: Io): Promise<DevSession> {
  const voice = new Voice();
  const plugins = await loadPlugins(loaded, { print: voice.print }, io);
  const orchestrator = await createOrchestrator({
    plugins,
    logger: recordLogger(voice.log),
    triggers: false,
  });
  const names = plugins.map(({ name, version }) => `${name} ${version}`).join(", ");
  return {
    orchestrator,
    voice,
    line: ({ symbols }) => [
      span(symbols.completed, "green"),
      ` ${orchestrator.actions.length} action types of ${printable(names)}`,
    ],
    stop: () => orchestrator.stop({ deadlineMs: STOP_MS }),
  };
}
