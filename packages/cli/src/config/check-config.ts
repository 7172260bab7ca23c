import { suggest } from "@tutti/core/plugin";
import type { z } from "zod";
import { CliError, type Diagnostic, type Place } from "../diagnostics/diagnostic";
import { locate, locateKey } from "../source/locate";
import type { SourceData } from "../source/parse-source";
import { CONFIG_KEYS, configSchema, type TuttiConfig } from "./schema";

/** A configuration to check: its data, and where it stands when its file has lines that can be shown. */
export interface ConfigData {
  readonly name: string;
  readonly value: unknown;
  readonly data?: SourceData;
}

/** Checks a configuration. Throws a `CliError` with everything that is wrong with it. */
export function checkConfig(config: ConfigData): TuttiConfig {
  // An empty YAML file is a configuration that says nothing.
  const parsed = configSchema.safeParse(config.value ?? {});
  if (!parsed.success) throw new CliError(...parsed.error.issues.flatMap((issue) => explain(issue, config)));
  return parsed.data as TuttiConfig;
}

/** Where a path of the configuration stands. */
export function configPlace({ data, name }: Pick<ConfigData, "data" | "name">, path: string): Place {
  if (data === undefined) return { name };
  return { source: data.source, range: locateKey(data, path) ?? locate(data, path) };
}

function explain(issue: z.core.$ZodIssue, config: ConfigData): Diagnostic[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(key, config));
  const path = issue.path.map((key) => (typeof key === "number" ? `[${key}]` : String(key))).join("");
  const what = path === "" ? "The configuration" : `"${path}"`;
  const problem = path === "" ? "expected a map" : issue.message;
  const place = configPlace(config, path);
  return [
    {
      code: "INVALID_CONFIG_FILE",
      message: `${what}: ${problem}.`,
      fix: "See the config reference in the README.",
      path,
      place,
    },
  ];
}

function unknownKey(key: string, config: ConfigData): Diagnostic {
  const meant = suggest(key, CONFIG_KEYS);
  const question = meant === undefined ? "" : `did you mean "${meant}"? `;
  return {
    code: "INVALID_CONFIG_FILE",
    message: `Unknown key "${key}": ${question}Known: ${CONFIG_KEYS.join(", ")}.`,
    fix: meant === undefined ? `Remove "${key}".` : `Rename "${key}" to "${meant}", or remove it.`,
    path: key,
    place: configPlace(config, key),
  };
}
