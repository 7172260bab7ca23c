import type { JsonObject } from "@tutti/core";
import type { PluginExample } from "@tutti/testkit";
import { z } from "zod";
import { CliError } from "../diagnostics/diagnostic";
import type { Io } from "../io";
import { locate } from "../source/locate";
import { parseSource } from "../source/parse-source";
import { readSource } from "../source/read-file";

/** What a plugin is checked with besides what it says itself. */
export interface CheckFile {
  /** Options for its factory. */
  readonly options?: unknown;
  /** What templates in examples read. */
  readonly parameters?: JsonObject;
  /** More examples, with what they give or the code that they fail with. */
  readonly examples?: readonly PluginExample[];
}

const object = z.record(z.string(), z.unknown());

const schema = z.strictObject({
  options: z.unknown().optional(),
  parameters: object.optional(),
  examples: z
    .array(
      z.strictObject({
        name: z.string(),
        action: z.string(),
        config: object,
        output: z.unknown().optional(),
        fails: z.string().optional(),
      }),
    )
    .optional(),
});

/** Reads a file with options, parameters and examples. Throws a `CliError` for one that can't be used. */
export async function readCheckFile(file: string | undefined, io: Io): Promise<CheckFile> {
  if (file === undefined) return {};
  const parsed = parseSource(await readSource(file, io));
  if (!parsed.ok) throw new CliError(...parsed.diagnostics);
  const { data } = parsed;
  const checked = schema.safeParse(data.value ?? {});
  if (checked.success) return checked.data as CheckFile;
  throw new CliError(
    ...checked.error.issues.map(({ message, path }) => {
      const at = z.core.toDotPath(path);
      return {
        code: "INVALID_CHECK_FILE",
        message: `${at === "" ? file : at}: ${message}.`,
        fix: "Give options, parameters and examples: [{ name, action, config, output?, fails? }].",
        path: at,
        place: { source: data.source, range: locate(data, at) },
      };
    }),
  );
}
