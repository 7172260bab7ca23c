import { type ParseOptions, partsOf, readDefinition, salvageParts, toIssues } from "../definition";
import type { Issue } from "../errors";
import type { ActionCatalogue } from "./catalogue";
import { assemblePlan, compileParts, type CompileResult, planIssues } from "./compile";
import { arrange } from "./order";
import { asWritten } from "./written-path";

/**
 * Parses a definition and compiles it, and tells the problems of both in one answer: also those of
 * the expressions and references in a definition that does not fit the schema, as far as it is sound.
 *
 * @param input the definition as data, or as JSON text
 */
export function checkDefinition(
  input: unknown,
  catalogue: ActionCatalogue,
  options?: ParseOptions,
): CompileResult {
  const reading = readDefinition(input, options);
  const { definition, document, broken } = reading;
  if (broken === null) return refused(reading.errors);
  const parts = definition === null ? salvageParts(reading, broken) : partsOf(definition);
  const pieces = compileParts(parts, catalogue);
  function* allIssues(): Generator<Issue> {
    yield* reading.errors;
    for (const found of planIssues(pieces, catalogue)) yield asWritten(found, document);
  }
  const errors = toIssues("INVALID_DEFINITION", allIssues());
  if (definition === null || errors.length > 0) return refused(arrange(errors, document));
  return { success: true, plan: assemblePlan(definition, pieces), errors: [] };
}

function refused(errors: readonly Issue[]): CompileResult {
  return { success: false, plan: null, errors };
}
