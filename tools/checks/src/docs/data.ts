import { parse } from "yaml";
import { fencesIn } from "./markdown";
import type { Page } from "./pages";

export interface Example {
  /** The page and the line on which the example starts. */
  place: string;
  flags: string[];
  read: () => unknown;
}

const PARSERS = new Map<string, (text: string) => unknown>([
  ["json", (text) => JSON.parse(text) as unknown],
  ["yaml", (text) => parse(text) as unknown],
]);

/** The examples of the pages that are data. */
export function dataExamples(pages: Page[]): Example[] {
  return pages.flatMap(({ file, text }) =>
    fencesIn(text).flatMap((fence) => {
      const parser = PARSERS.get(fence.language);
      return parser
        ? [{ place: `${file}:${fence.line}`, flags: fence.flags, read: () => parser(fence.text) }]
        : [];
    }),
  );
}

/** Whether an example is a workflow definition: it has a name and actions. */
export function isWorkflow(value: unknown): value is { name: unknown; actions: unknown } {
  return typeof value === "object" && value !== null && "name" in value && "actions" in value;
}
