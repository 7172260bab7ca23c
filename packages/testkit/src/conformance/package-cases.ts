import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { ContractCase } from "../contracts/contract";
import type { Trial } from "./run-example";

/** A package that hangs while it is loaded must not hang the suite. */
const LOAD_TIMEOUT_MS = 30_000;

const CHECK =
  'if (typeof plugin !== "function") throw new Error("it has no named export plugin that is a factory");';

/** What the package of a plugin has to keep to, in each of the two module systems. */
export function packageCases({ plugin, options }: Trial): Omit<ContractCase, "group">[] {
  const name = options.package ?? plugin.name;
  const reason = name === false ? { notApplicable: "it is not in a package yet" } : {};
  const file = JSON.stringify(name);
  const load = (type: string, code: string) => () => loads(["--input-type", type, "--eval", code], options);
  return [
    {
      name: "loads with require, and has the named export plugin",
      ...reason,
      run: load("commonjs", `const { plugin } = require(${file}); ${CHECK}`),
    },
    {
      name: "loads with import, and has the named export plugin",
      ...reason,
      run: load("module", `import * as all from ${file}; const { plugin } = all; ${CHECK}`),
    },
    {
      name: "is one and the same for require and import",
      ...reason,
      run: load(
        "commonjs",
        `import(${file}).then((all) => { if (all.plugin !== require(${file}).plugin) throw new Error("there are two of it"); });`,
      ),
    },
  ];
}

async function loads(
  code: readonly string[],
  { nodeOptions = [], from = process.cwd() }: Trial["options"],
): Promise<void> {
  try {
    const settings = { cwd: from, timeout: LOAD_TIMEOUT_MS };
    await promisify(execFile)(process.execPath, [...nodeOptions, ...code], settings);
  } catch (error) {
    assert.fail(
      `It can't be loaded: ${(error as { readonly stderr?: string }).stderr ?? (error as Error).message}`,
    );
  }
}
