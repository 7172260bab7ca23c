import { list, quote } from "../errors/catalog/entry";
import type { Json } from "../json/json";
import { compileValue, type RuleName, rules } from "./parameter-value";
import { label, mismatch, type Path, type Problem } from "./problem";
import type { ValidationRules, WrittenParameter } from "./schema/parameter";

/**
 * What is wrong with a parameter that fits the schema: its rules must make sense, its default and its
 * allowed values must fulfil them, and a secret is not written into a definition.
 */
export function parameterProblems(parameter: WrittenParameter, path: Path): readonly Problem[] {
  const found = [
    ...ruleProblems(parameter, [...path, "validation_rules"]),
    ...secretProblems(parameter, path),
  ];
  // Values are not checked by rules that make no sense, nor shown when they are secret.
  return found.length > 0 ? found : [...valueProblems(parameter, path)];
}

function* ruleProblems(parameter: WrittenParameter, path: Path): Generator<Problem> {
  const { type, validation_rules = {} } = parameter;
  for (const name of Object.keys(validation_rules) as RuleName[]) {
    if (rules[name].types.includes(type)) continue;
    const fitting = Object.keys(rules).filter((known) => rules[known as RuleName].types.includes(type));
    yield {
      path: [...path, name],
      problem: `Validation rule "${name}" of ${label(path.slice(0, -1))} does not apply to type ${type}`,
      fix: `Remove it. Rules for type ${type}: ${list(fitting)}.`,
    };
  }
  yield* boundProblems(validation_rules, path);
  yield* patternProblems(validation_rules, path);
}

const BOUNDS = [
  ["min_length", "max_length"],
  ["minimum", "maximum"],
  ["min_items", "max_items"],
] as const;

function* boundProblems(given: ValidationRules, path: Path): Generator<Problem> {
  for (const [lower, upper] of BOUNDS) {
    const { [lower]: least, [upper]: most } = given;
    if (least === undefined || most === undefined || least <= most) continue;
    yield mismatch({ path: [...path, upper], expected: `at least ${lower} (${least})`, value: most });
  }
}

function* patternProblems({ pattern }: ValidationRules, path: Path): Generator<Problem> {
  if (pattern === undefined) return;
  try {
    rules.pattern.compile(pattern);
  } catch (error) {
    const reason = (error as Error).message.replace(/^error parsing regexp: /, "");
    yield {
      path: [...path, "pattern"],
      problem: `Pattern ${quote(pattern)} can't be used: ${reason}`,
      fix: "Write it in RE2 syntax, which has no look-around and no back-references (https://github.com/google/re2/wiki/Syntax).",
    };
  }
}

function* secretProblems(parameter: WrittenParameter, path: Path): Generator<Problem> {
  if (parameter.secret !== true) return;
  for (const key of ["default_value", "allowed_values"] as const) {
    if (parameter[key] === undefined) continue;
    yield {
      path: [...path, key],
      problem: `Secret parameter "${parameter.name}" has ${key}, which anyone who reads the definition could see`,
      fix: `Remove ${key}: give the value when an execution starts, or read it in a config as {{$secrets.NAME}}.`,
    };
  }
}

function* valueProblems(parameter: WrittenParameter, path: Path): Generator<Problem> {
  const { default_value, allowed_values = [] } = parameter;
  const values: [Path, Json][] = allowed_values.map((value, index) => [["allowed_values", index], value]);
  if (default_value !== undefined) values.push([["default_value"], default_value]);
  if (values.length === 0) return;
  const broken = compileValue(parameter);
  for (const [place, value] of values) {
    for (const { expected } of broken(value)) yield mismatch({ path: [...path, ...place], expected, value });
  }
}
