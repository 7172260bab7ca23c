import { parseDefinition } from "@tutti/core";
import type { Diagnostic } from "../diagnostics/diagnostic";
import type { SourceText } from "./source-text";

/** How core tells where text stops being JSON, which engines do each in their own way. */
const PLACE = /^Invalid JSON at line (\d+), column (\d+)/;

/** What keeps a text from being JSON; undefined when it is JSON. */
export function jsonProblem(source: SourceText): Diagnostic | undefined {
  try {
    JSON.parse(source.text);
    return undefined;
  } catch {
    const [issue] = parseDefinition(source.text, {
      limits: { definitionBytes: Number.POSITIVE_INFINITY },
    }).errors;
    const text = issue?.message ?? "";
    const [, line = "1", column = "1"] = PLACE.exec(text) ?? [];
    const start = source.offset({ line: Number(line), column: Number(column) });
    return {
      code: "INVALID_JSON",
      message: text.replace(PLACE, "Invalid JSON"),
      fix: "Correct the JSON there, or name the file .yaml.",
      place: { source, range: { start, end: start + 1 } },
    };
  }
}
