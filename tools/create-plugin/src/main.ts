import { readFileSync } from "node:fs";
import path from "node:path";
import { readArguments } from "./arguments";
import { complete } from "./ask";
import { createPlugin } from "./create-plugin";
import { CreateError } from "./errors";
import type { CreateIo } from "./io";

const HELP = `Creates a plugin for Tutti.

Usage: npm create tutti-plugin [NAME] -- [options]

What is not given is asked on a terminal, and else as usual.

  --name NAME                  the npm package's name, such as acme-plugin-sms
  --typescript, --javascript   the language (usual: TypeScript)
  --jest, --vitest             the test runner (usual: jest)
  --action TYPE                the type of its action, such as send_sms (usual: greet)
  --dir FOLDER                 where to write it; must be empty (usual: the name)
  -y, --yes                    ask nothing
  -h, --help, -V, --version

Exit codes: 0 created, 2 nothing was written.
`;

/**
 * The command `create-tutti-plugin`: creates what the arguments and answers say, and gives the exit code.
 *
 * @param argv the arguments behind the command's name
 *
 * @example
 * process.exitCode = await main(["acme-plugin-sms", "--action", "send_sms", "--yes"], processIo());
 */
export async function main(argv: readonly string[], io: CreateIo): Promise<number> {
  try {
    io.stdout.write(await answerTo(argv, io));
    return 0;
  } catch (error) {
    if (!(error instanceof CreateError)) throw error;
    io.stderr.write(`error[${error.code}]: ${error.message}\n  = fix: ${error.fix}\n`);
    return 2;
  }
}

async function answerTo(argv: readonly string[], io: CreateIo): Promise<string> {
  const given = readArguments(argv);
  if (given.wants === "help") return HELP;
  if (given.wants === "version") return `${ownVersion()}\n`;
  const { spec, folder } = await complete(given, io);
  const { files } = createPlugin(spec, { folder: path.resolve(io.cwd, folder), year: io.year });
  return `Created ${spec.name} in ${folder}, ${files.length} files. Next:

  cd ${folder}
  npm install
  npm test
`;
}

function ownVersion(): string {
  const manifest = readFileSync(path.resolve(__dirname, "../package.json"), "utf8");
  return (JSON.parse(manifest) as { readonly version: string }).version;
}
