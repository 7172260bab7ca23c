import { TuttiError } from "../../errors";
import type { EvaluationLimits } from "../types";
import { LimitExceeded } from "./guard";

const MAX_REASON = 300;
const SIZE_CODES = new Set(["D2014", "D2015"]);

/** Turns whatever stopped an evaluation into an error of the catalogue. */
export function toTuttiError(error: unknown, source: string, limits: EvaluationLimits): TuttiError {
  if (error instanceof TuttiError) return error;
  const limit = limitOf(error);
  if (limit !== undefined)
    return TuttiError.of("EXPRESSION_LIMIT", { expression: source, limit, value: limits[limit] });
  return TuttiError.of("EXPRESSION_FAILED", { expression: source, reason: reasonOf(error) });
}

function limitOf(error: unknown): keyof EvaluationLimits | undefined {
  if (error instanceof LimitExceeded) return error.limit;
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  if (SIZE_CODES.has(code ?? "")) return "outputBytes";
  if (!(error instanceof RangeError)) return undefined;
  if (/call stack/.test(message ?? "")) return "depth";
  return /Invalid (string|array) length/.test(message ?? "") ? "outputBytes" : undefined;
}

/** JSONata throws plain objects with a text made from its codes; what it calls throws native errors. */
function reasonOf(error: unknown): string {
  const { message } = (error ?? {}) as { message?: unknown };
  const text = typeof message === "string" && message !== "" ? message : "it could not be evaluated";
  const reason = text.replace(/\.$/, "");
  return reason.length > MAX_REASON ? `${reason.slice(0, MAX_REASON - 3)}...` : reason;
}
