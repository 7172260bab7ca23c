import ts from "typescript";
import { ROOT, fromRoot } from "../root";
import { fencesIn, type Fence } from "./markdown";
import type { Page } from "./pages";

// Examples are checked as a strict user's ES module, against the sources of the packages.
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts"],
  module: ts.ModuleKind.Node20,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  customConditions: ["@tutti/source"],
  types: ["node"],
  strict: true,
  exactOptionalPropertyTypes: true,
  experimentalDecorators: true,
  esModuleInterop: true,
  skipLibCheck: true,
  noEmit: true,
};

/** What the compiler says about the `ts` examples of the pages, each with its page and line. */
export function typeErrors(pages: Page[]): string[] {
  const examples = new Map<string, { page: string; text: string }>();
  for (const page of pages) {
    for (const [index, text] of examplesIn(page.text).entries()) {
      examples.set(fromRoot(`tools/checks/${page.file.replace(/\W/g, "-")}-${index}.mts`), {
        page: page.file,
        text,
      });
    }
  }
  const program = ts.createProgram([...examples.keys()], OPTIONS, hostWith(examples));
  return [...examples].flatMap(([file, { page }]) => {
    const source = program.getSourceFile(file);
    return ts.getPreEmitDiagnostics(program, source).map((found) => `${page}:${describe(found)}`);
  });
}

/**
 * One module per example. Everything around it is blank, so that the compiler's lines are the page's.
 * An example marked `continued` goes on where the one before it ended.
 */
function examplesIn(page: string): string[] {
  const modules: Fence[][] = [];
  for (const fence of fencesIn(page).filter(({ language }) => language === "ts")) {
    if (fence.flags.includes("continued")) modules.at(-1)?.push(fence);
    else modules.push([fence]);
  }
  return modules.map((fences) => {
    const lines: string[] = [];
    for (const { line, text } of fences) {
      while (lines.length < line - 1) lines.push("");
      lines.push(...text.trimEnd().split("\n"));
    }
    return `${lines.join("\n")}\nexport {};\n`;
  });
}

function hostWith(examples: Map<string, { text: string }>): ts.CompilerHost {
  const host = ts.createCompilerHost(OPTIONS);
  const fileExists = host.fileExists.bind(host);
  const readFile = host.readFile.bind(host);
  host.getCurrentDirectory = () => ROOT;
  host.fileExists = (file) => examples.has(file) || fileExists(file);
  host.readFile = (file) => examples.get(file)?.text ?? readFile(file);
  return host;
}

function describe({ file, start, messageText }: ts.Diagnostic): string {
  const line =
    file === undefined || start === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1;
  return `${line}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
}
