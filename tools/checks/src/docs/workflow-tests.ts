import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { notification } from "@tutti/plugin-notification";
import { serviceCall } from "@tutti/plugin-service-call";
import { transform } from "@tutti/plugin-transform";
import { casesOf, readWorkflowTests, runWorkflowTest } from "@tutti/testkit/workflow-tests";
import { fencesIn } from "./markdown";
import type { Page } from "./pages";

/** A `yaml tested` workflow, with the `yaml tests` that follow it. */
export interface TestedExample {
  /** The page and the line on which the tests start. */
  readonly place: string;
  readonly workflow: string;
  readonly tests: string;
}

/** The tests of workflows on a page. Throws for tests without a workflow before them. */
export function testedExamples({ file, text }: Page): TestedExample[] {
  let workflow: string | undefined;
  const found: TestedExample[] = [];
  for (const { flags, language, line, text: fence } of fencesIn(text)) {
    if (language !== "yaml") continue;
    const place = `${file}:${line}`;
    if (flags.includes("tested")) workflow = fence;
    if (!flags.includes("tests")) continue;
    if (workflow === undefined) throw new Error(`${place}: no "yaml tested" comes before it`);
    found.push({ place, workflow, tests: fence });
  }
  return found;
}

/** Runs the tests of an example; gives the messages of those that fail. */
export async function failuresOf({ tests, workflow }: TestedExample): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "tutti-example-"));
  try {
    writeFileSync(path.join(folder, "example.yaml"), workflow);
    const file = path.join(folder, "example.workflow-test.yaml");
    writeFileSync(file, tests);
    const plugins = [notification(), transform(), serviceCall({ services: {} })];
    const cases = casesOf(readWorkflowTests(file));
    const results = await Promise.all(cases.map((one) => runWorkflowTest(one, { plugins })));
    return results.filter(({ passed }) => !passed).map(({ message }) => message);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
