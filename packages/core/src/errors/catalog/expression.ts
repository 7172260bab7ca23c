import { entry, list, quote } from "./entry";

/** How createOrchestrator() calls the limits of an evaluation. */
const LIMIT_OPTIONS = new Map([
  ["timeMs", "expressionMs"],
  ["depth", "expressionDepth"],
  ["outputBytes", "outputBytes"],
]);

/** Errors of expressions and templates, at creation and while an execution runs. */
export const expressionErrors = {
  INVALID_EXPRESSION: entry<{ expression: string; reason: string; position?: number; hint?: string }>(
    (p) =>
      `Invalid expression ${quote(p.expression)}${p.position === undefined ? "" : ` at position ${p.position}`}: ${p.reason}.`,
    (p) => p.hint ?? "Correct the expression; the language is JSONata (https://docs.jsonata.org).",
  ),
  EXPRESSION_FAILED: entry<{ expression: string; reason: string }>(
    (p) => `Expression ${quote(p.expression)} failed: ${p.reason}.`,
    () => "Check the types of the values it reads; $type(x) tells a value's type.",
  ),
  EXPRESSION_LIMIT: entry<{ expression: string; limit: string; value: number | string }>(
    (p) => `Expression ${quote(p.expression)} was stopped: it went over the limit ${p.limit} (${p.value}).`,
    (p) =>
      `Make the expression do less, or raise ${LIMIT_OPTIONS.get(p.limit) ?? "the limit"} in createOrchestrator({ limits }).`,
  ),
  MISSING_VALUE: entry<{ path: string; missing: string; available: readonly string[]; hint?: string }>(
    (p) =>
      `Path ${quote(p.path)} has no value: ${quote(p.missing)} is not there. Available: ${list(p.available)}.`,
    (p) => p.hint ?? `Correct the path, or make it optional: {{${p.path} ?? "default"}}.`,
  ),
};
