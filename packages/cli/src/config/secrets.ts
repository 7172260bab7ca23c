import path from "node:path";
import { fileSecrets, type SecretProvider } from "@tutti/core";
import type { Io } from "../io";
import type { LoadedConfig } from "./load-config";

/**
 * Where secrets come from besides plugins and the environment: the folder that `TUTTI_SECRETS` names, from the working
 * directory on, else the configuration's.
 *
 * Throws `INVALID_OPTIONS` when it is no folder.
 */
export function secretsOf({ config, folder }: LoadedConfig, io: Io): readonly SecretProvider[] {
  const named = io.env.TUTTI_SECRETS ?? "";
  if (named !== "") return [fileSecrets({ folder: path.resolve(io.cwd, named) })];
  const given = config.secrets?.folder;
  return given === undefined ? [] : [fileSecrets({ folder: path.resolve(folder, given) })];
}
