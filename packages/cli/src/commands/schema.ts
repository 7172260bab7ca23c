import { workflowTestsJsonSchema } from "@tutti/testkit/workflow-tests";
import { CliError } from "../diagnostics/diagnostic";
import type { Io } from "../io";
import type { JsonSchema } from "../render/json-fields";
import type { Report } from "../report";
import { withSession } from "../run/session";
import { configFileSchema } from "../schema/config-file-schema";
import { workflowFileSchema } from "../schema/workflow-schema";
import type { CommonOptions } from "./shared";
import { reportFile, reportText, writeOrCheck } from "./written-file";

/** What there are schemas of. */
export const SCHEMA_KINDS = ["workflow", "config", "test"] as const;

/** Options of `tutti schema`. */
export interface SchemaOptions extends CommonOptions {
  /** What the files are that the schema is of. */
  readonly for: (typeof SCHEMA_KINDS)[number];
  /** The file to write. Default: standard output. */
  readonly out?: string;
  /** Write nothing; fail when the file is not as it would be written. */
  readonly check?: boolean;
}

/** Writes the JSON Schema of workflow files, of the configuration or of workflow tests, for editors. */
export async function schema(options: SchemaOptions, io: Io): Promise<Report> {
  if (options.check === true && options.out === undefined) throw withoutFile();
  const made = await SCHEMAS[options.for](options, io);
  const text = `${JSON.stringify(made, null, 2)}\n`;
  const { check, out } = options;
  if (out === undefined) return reportText(text, { schema: made });
  const command = `tutti schema --for ${options.for} --out ${out}`;
  const written = writeOrCheck({ file: out, text, check, about: ABOUT[options.for], command }, io);
  return reportFile(written, `the schema of ${ABOUT[options.for]}`);
}

function withoutFile(): CliError {
  return new CliError({
    code: "USAGE",
    message: "--check needs the file: --out FILE.",
    fix: "Name the file that is checked.",
    place: { option: "--check" },
  });
}

const ABOUT = {
  workflow: "the installed plugins",
  config: "configurations",
  test: "files of workflow tests",
} as const;

const SCHEMAS = {
  workflow: ({ config }: SchemaOptions, io: Io): Promise<JsonSchema> =>
    withSession({ configFile: config }, io, ({ orchestrator }) =>
      Promise.resolve(workflowFileSchema(orchestrator.actions)),
    ),
  config: (): Promise<JsonSchema> => Promise.resolve(configFileSchema()),
  test: (): Promise<JsonSchema> =>
    Promise.resolve({ title: "Tutti workflow tests", ...workflowTestsJsonSchema() }),
};
