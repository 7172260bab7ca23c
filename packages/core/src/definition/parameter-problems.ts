import { suggest } from "../errors";
import { didYouMean, list, quote } from "../errors/catalog/entry";
import type { Json } from "../json/json";
import { mismatch, type Path, type Problem } from "./problem";
import type { WrittenParameter } from "./schema/parameter";

type Named = Pick<WrittenParameter, "name" | "type">;

/** A required parameter without a value. */
export function missingParameter({ name, type }: Named, holder: Path): Problem {
  return {
    path: [...holder, name],
    problem: `Parameter "${name}" (${type}) is required`,
    fix: `Give a value for "${name}".`,
  };
}

/** More names are neither shown nor compared, for each unknown one. */
const MAX_KNOWN = 50;

/** A value for a parameter that the workflow does not have. */
export function unknownParameter(name: string, known: Iterable<string>, holder: Path): Problem {
  const names = [...known];
  const shown = names.slice(0, MAX_KNOWN);
  const meant = suggest(name, shown);
  const rest = names.length > MAX_KNOWN ? [...shown, "…"] : shown;
  return {
    path: [...holder, name],
    problem: `Unknown parameter ${quote(name)}: ${didYouMean(meant)}Parameters: ${list(rest)}`,
    fix: meant === undefined ? `Remove ${quote(name)}.` : `Rename ${quote(name)} to "${meant}".`,
  };
}

/** What {@link wrongValue} tells. */
export interface WrongValue {
  readonly definition: WrittenParameter;
  readonly expected: string;
  readonly value: Json;
}

/** A value that its parameter does not allow. The value of a secret parameter is not told. */
export function wrongValue({ definition, expected, value }: WrongValue, holder: Path): Problem {
  const { name, required, default_value, secret = false } = definition;
  const path = [...holder, name];
  const problem = mismatch({ path, expected, value, subject: `Parameter "${name}"`, hidden: secret });
  const optional = required === false || default_value !== undefined;
  if (value !== null || !optional) return problem;
  return { ...problem, fix: `Leave "${name}" out instead of giving null, or give ${expected}.` };
}
