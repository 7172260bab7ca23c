import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { format } from "node:util";
import { runInThisContext } from "node:vm";
import ts from "typescript";
import { fencesIn, type Fence } from "./markdown";
import type { Page } from "./pages";

/** A `ts run` example, with the `ts continued` ones that follow it. */
export interface CodeExample {
  /** The page and the line on which the example starts. */
  readonly place: string;
  readonly text: string;
  /** What it prints, as the comments behind its `console.log(…);` say. */
  readonly printed: string[];
}

/** The examples of a page that are run. */
export function codeExamples({ file, text }: Page): CodeExample[] {
  const groups: Fence[][] = [];
  let isOpen = false;
  for (const fence of fencesIn(text).filter(({ language }) => language === "ts")) {
    const continues = fence.flags.includes("continued");
    if (!continues) isOpen = fence.flags.includes("run");
    if (isOpen && continues) groups.at(-1)?.push(fence);
    else if (isOpen) groups.push([fence]);
  }
  return groups.map((fences) => {
    const whole = fences.map((fence) => fence.text).join("\n");
    return { place: `${file}:${fences[0]?.line ?? 0}`, text: whole, printed: printedBy(whole) };
  });
}

function printedBy(text: string): string[] {
  return [...text.matchAll(/console\.log\(.*\); \/\/ (?<said>.+)$/gm)].map(
    ({ groups }) => groups?.["said"] ?? "",
  );
}

type Run = (load: unknown, exports: object, console: object) => Promise<void>;

/** Runs an example against the sources of the packages; gives what it prints. */
export async function runCode(
  { text }: CodeExample,
  load: unknown = createRequire(__filename),
): Promise<string[]> {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
      experimentalDecorators: true,
    },
  });
  const printed: string[] = [];
  const log = (...values: unknown[]) => printed.push(format(...values));
  const run = runInThisContext(`(async function (require, exports, console) {${outputText}\n})`) as Run;
  await inNewFolder(() => run(load, {}, { log }));
  return printed;
}

/** Examples name files without a folder, as their readers do; none of them is left behind. */
async function inNewFolder(work: () => Promise<void>): Promise<void> {
  const before = process.cwd();
  const folder = mkdtempSync(path.join(tmpdir(), "tutti-example-"));
  process.chdir(folder);
  try {
    await work();
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  }
}
