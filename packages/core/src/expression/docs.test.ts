import { readFileSync } from "node:fs";
import { join } from "node:path";
import { TuttiError } from "../errors";
import type { Json } from "../json/json";
import { compileCondition, compileExpression } from "./expression";
import { compileTemplate } from "./template";
import { LIMITS, scopeOf } from "./testing/scope";
import type { ExpressionProblem } from "./types";
import { toBoolean } from "./value";

/**
 * Runs every example of docs/expressions.md. Each line of a `jsonata`, `template` or `condition` fence up to `// =>`
 * is an example; behind it stands a value as JSON, or an error's code and a part of its text.
 */
const page = readFileSync(join(__dirname, "../../docs/expressions.md"), "utf8");

interface Example {
  readonly kind: "jsonata" | "template" | "condition";
  readonly source: string;
  readonly expected: string;
}

function fences(info: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${info}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(
    ([, text = ""]) => text,
  );
}

function examples(kind: Example["kind"]): Example[] {
  return fences(kind).flatMap((text) =>
    [...text.matchAll(/([\s\S]*?)\/\/ => (.*)\n/g)].map(([, source = "", expected = ""]) => ({
      kind,
      source: source.trim(),
      expected: expected.trim(),
    })),
  );
}

const root = JSON.parse(fences("json names")[0] ?? "") as Record<string, Json>;
const variables = JSON.parse(fences("json variables")[0] ?? "") as Record<string, Json>;

function failed(problem: ExpressionProblem | undefined): TuttiError {
  return TuttiError.of("INVALID_EXPRESSION", problem ?? { expression: "", reason: "" });
}

async function run({ kind, source }: Example): Promise<Json | undefined> {
  const scope = scopeOf(root, { variables, monotonic: () => performance.now() });
  if (kind === "template") {
    const compiled = compileTemplate(JSON.parse(source) as Json);
    if (!compiled.ok) throw failed(compiled.problems[0]);
    return compiled.value.resolve(scope);
  }
  const compiled = kind === "condition" ? compileCondition(source) : compileExpression(source);
  if (!compiled.ok) throw failed(compiled.problem);
  const value = await compiled.value.evaluate(scope);
  return kind === "condition" ? toBoolean(value) : value;
}

const all = [...examples("jsonata"), ...examples("template"), ...examples("condition")];
const isError = ({ expected }: Example): boolean => /^[A-Z]+_[A-Z]+ /.test(expected);

test.each(all.filter((example) => !isError(example)))("$kind $source gives $expected", async (example) => {
  await expect(run(example)).resolves.toEqual(JSON.parse(example.expected));
});

test.each(all.filter(isError))("$kind $source fails: $expected", async (example) => {
  const [code = ""] = example.expected.split(" ", 1);
  const error: unknown = await run(example).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code });
  const { message, fix } = error as TuttiError;
  expect(`${message} ${fix}`).toContain(example.expected.slice(code.length + 1));
});

test("no fence holds anything but examples", () => {
  expect(all).toHaveLength([...page.matchAll(/\/\/ => /g)].length);
  const texts = [...fences("jsonata"), ...fences("template"), ...fences("condition")];
  expect(texts.filter((text) => !/\/\/ => .*\n$/.test(text))).toEqual([]);
});

test("names the limits that hold", () => {
  expect(page).toContain(`| \`expressionMs\` | ${LIMITS.timeMs.toLocaleString("en")} ms |`);
  expect(page).toContain(`| \`expressionDepth\` | ${String(LIMITS.depth)} |`);
  expect(page).toContain(`| \`outputBytes\` | ${String(LIMITS.outputBytes / 1024 / 1024)} MiB |`);
});
