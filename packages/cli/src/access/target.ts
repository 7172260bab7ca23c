import { loadConfig, type LoadedConfig } from "../config/load-config";
import { CliError } from "../diagnostics/diagnostic";
import type { Io } from "../io";
import { chooseStorage, type FileChoice, fileOf } from "../store/choice";

/** A configuration with the file that it stores in. */
export interface Project {
  readonly loaded: LoadedConfig;
  readonly file: FileChoice;
  /** What opens it, such as `tutti signal`. */
  readonly label: string;
}

/** A server that has the store. */
export interface ServerTarget {
  readonly url: string;
  /** An API key or a JWT; undefined: the server asks for none. */
  readonly token: string | undefined;
}

/** Where a command finds workflows and executions. */
export type Target = Project | ServerTarget;

/** Where the options of a command lead. */
export interface TargetOptions {
  readonly config?: string | undefined;
  readonly storage?: string | undefined;
  readonly server?: string | undefined;
}

/** Is it a server's store? */
export function isServer(target: Target): target is ServerTarget {
  return "url" in target;
}

/** The server that the options or `TUTTI_URL` name. Undefined: none, the store is a file. */
export function serverOf(
  { server, storage }: Pick<TargetOptions, "server" | "storage">,
  { env }: Pick<Io, "env">,
): ServerTarget | undefined {
  if (server !== undefined && storage !== undefined) {
    const message = "--server and --storage name two places.";
    throw new CliError({ code: "USAGE", message, fix: "Give one of them." });
  }
  // What is on the command line wins over the environment.
  const url = server ?? (storage === undefined ? told(env.TUTTI_URL) : undefined);
  return url === undefined ? undefined : { url, token: told(env.TUTTI_TOKEN) };
}

function told(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

/** Where a command that needs a store finds it. */
export async function targetOf(command: string, options: TargetOptions, io: Io): Promise<Target> {
  return serverOf(options, io) ?? projectOf(command, options, io);
}

/** The project of a command that needs a file of its own. */
export async function projectOf(
  command: string,
  options: Omit<TargetOptions, "server">,
  io: Io,
): Promise<Project> {
  const loaded = await loadConfig(options.config, io);
  const file = fileOf(chooseStorage(options.storage, loaded, io), command);
  return { loaded, file, label: `tutti ${command}` };
}
