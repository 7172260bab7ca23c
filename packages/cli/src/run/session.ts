import { createOrchestrator, type Orchestrator, parseDefinition, type WorkflowDefinition } from "@tutti/core";
import { isControlAction } from "@tutti/core/runtime";
import { builtIns } from "../config/built-ins";
import { loadConfig, type LoadedConfig } from "../config/load-config";
import { loadPlugins, type PluginWishes } from "../config/load-plugins";
import { secretsOf } from "../config/secrets";
import type { Diagnostic } from "../diagnostics/diagnostic";
import { locateIssues } from "../diagnostics/locate-issue";
import type { Io } from "../io";
import type { SourceData } from "../source/parse-source";
import { recordLogger } from "./log-record";
import { Voice } from "./voice";

/** What an orchestrator of the command line is made from. */
export interface SessionOptions {
  /** The configuration's file; undefined: the one that is found. */
  readonly configFile?: string | undefined;
  /** A configuration that is loaded already. */
  readonly loaded?: LoadedConfig;
  /** The action types that will be used; undefined: all that there are. */
  readonly types?: ReadonlySet<string>;
}

/** An orchestrator that lives as long as one command. */
export interface Session {
  readonly orchestrator: Orchestrator;
  /** What it says besides the events; nobody hears it at first. */
  readonly voice: Voice;
}

/** Calls `use` with an orchestrator in memory that is made from the configuration, and stops it. */
export async function withSession<T>(
  { configFile, loaded, types }: SessionOptions,
  io: Io,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const voice = new Voice();
  const config = loaded ?? (await loadConfig(configFile, io));
  const plugins = await loadPlugins(config, { print: voice.print, ...wantedTypes(types) }, io);
  const orchestrator = await createOrchestrator({
    plugins,
    secrets: secretsOf(config, io),
    logger: recordLogger(voice.log),
    triggers: false,
  });
  try {
    return await use({ orchestrator, voice });
  } finally {
    await orchestrator.stop({ deadlineMs: STOP_MS });
  }
}

/** Nothing that still runs is waited for long: the execution has ended by then. */
const STOP_MS = 2000;

/** The types whose plugins are enough: those that are used, when all of them are known. */
export function wantedTypes(types: ReadonlySet<string> | undefined): Pick<PluginWishes, "types"> {
  return types !== undefined && [...types].every(isOurs) ? { types } : {};
}

/** Beside a type that nobody knows, all plugins are there, so that the message can name what is installed. */
function isOurs(type: string): boolean {
  return isControlAction(type) || builtIns.some(({ actionType }) => actionType === type);
}

/** The action types that a text names anywhere, whatever else is wrong with it. */
export function actionTypesIn(value: unknown): ReadonlySet<string> {
  const types = new Set<string>();
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== "object" || next === null) continue;
    const { action_type: type } = next as { readonly action_type?: unknown };
    if (typeof type === "string") types.add(type);
    for (const member of Object.values(next)) open.push(member);
  }
  return types;
}

/** A definition that was read, or all that is wrong with it. */
export type ReadDefinition =
  | { readonly ok: true; readonly definition: WorkflowDefinition }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Reads the definition that a file holds, without a look at its action types and expressions. */
export function readDefinition(data: SourceData): ReadDefinition {
  // Text would be taken for JSON once more.
  const parsed = parseDefinition(typeof data.value === "string" ? [data.value] : data.value);
  return parsed.success
    ? { ok: true, definition: parsed.definition }
    : { ok: false, diagnostics: locateIssues(parsed.errors, data) };
}
