import { suggest } from "@tutti/core/plugin";
import type { z } from "zod";
import { CliError, type Diagnostic, type Place } from "../diagnostics/diagnostic";
import { locate, locateKey } from "../source/locate";
import type { SourceData } from "../source/parse-source";
import { configSchema, KEYS_AT, type TuttiConfig } from "./schema";

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
  const path = pathText(issue.path);
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(path, key, config));
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

function pathText(keys: readonly PropertyKey[]): string {
  return keys
    .map((key, at) => (typeof key === "number" ? `[${key}]` : `${at === 0 ? "" : "."}${String(key)}`))
    .join("");
}

function unknownKey(parent: string, key: string, config: ConfigData): Diagnostic {
  const known = KEYS_AT[parent] ?? [];
  const meant = suggest(key, known);
  const question = meant === undefined ? "" : `did you mean "${meant}"? `;
  const path = parent === "" ? key : `${parent}.${key}`;
  return {
    code: "INVALID_CONFIG_FILE",
    message: `Unknown key "${path}": ${question}Known: ${known.join(", ")}.`,
    fix: meant === undefined ? `Remove "${key}".` : `Rename "${key}" to "${meant}", or remove it.`,
    path,
    place: configPlace(config, path),
  };
}
