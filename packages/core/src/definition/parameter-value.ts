import { RE2JS } from "re2js";
import { quote } from "../errors/catalog/entry";
import type { Json } from "../json/json";
import { isObject, sameJson } from "./json-data";
import { formats } from "./parameter-formats";
import { choice, counted } from "./problem";
import type { ParameterDefinition, ParameterType, ValidationRules } from "./schema/parameter";

/** What a value must fulfil. */
export interface Requirement {
  /** Completes "expected …". */
  readonly expected: string;
  test(value: Json): boolean;
}

/** The name of a validation rule. */
export type RuleName = keyof ValidationRules;

/** A validation rule: the types it is for, and the requirement that it makes of what the author wants. */
export interface Rule<Wanted> {
  readonly types: readonly ParameterType[];
  /** Throws when the rule itself can't be used: a malformed pattern. */
  compile(wanted: Wanted): Requirement;
}

type Rules = { readonly [Name in RuleName]-?: Rule<NonNullable<ValidationRules[Name]>> };

const typeRequirements: Readonly<Record<ParameterType, Requirement>> = {
  string: { expected: "text", test: (value) => typeof value === "string" },
  integer: { expected: "an integer", test: (value) => Number.isInteger(value) },
  number: { expected: "a number", test: (value) => typeof value === "number" },
  boolean: { expected: "true or false", test: (value) => typeof value === "boolean" },
  array: { expected: "an array", test: (value) => Array.isArray(value) },
  object: { expected: "an object", test: isObject },
};

/** Beyond it, numbers that differ in JSON are the same number here. */
const safeInteger: Requirement = {
  expected: `an integer between -${Number.MAX_SAFE_INTEGER} and ${Number.MAX_SAFE_INTEGER}`,
  test: (value) => Number.isSafeInteger(value),
};

/** A requirement of values whose type was checked before. */
interface Typed<T extends Json> {
  readonly expected: string;
  test(value: T): boolean;
}

function ruleFor<T extends Json>(...types: readonly ParameterType[]) {
  return <Wanted>(compile: (wanted: Wanted) => Typed<T>): Rule<Wanted> => ({ types, compile });
}

const onText = ruleFor<string>("string");
const onNumber = ruleFor<number>("integer", "number");
const onArray = ruleFor<readonly Json[]>("array");

/** Every validation rule. */
export const rules: Rules = {
  min_length: onText((least) => ({
    expected: `at least ${counted(least, "character")}`,
    test: (text) => codePoints(text) >= least,
  })),
  max_length: onText((most) => ({
    expected: `at most ${counted(most, "character")}`,
    test: (text) => codePoints(text) <= most,
  })),
  pattern: onText((pattern) => {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern));
    return { expected: `text that matches ${pattern}`, test: (text) => compiled.test(text) };
  }),
  format: onText((name) => formats[name]),
  minimum: onNumber((least) => ({ expected: `at least ${least}`, test: (number) => number >= least })),
  maximum: onNumber((most) => ({ expected: `at most ${most}`, test: (number) => number <= most })),
  min_items: onArray((least) => ({
    expected: `at least ${counted(least, "item")}`,
    test: (array) => array.length >= least,
  })),
  max_items: onArray((most) => ({
    expected: `at most ${counted(most, "item")}`,
    test: (array) => array.length <= most,
  })),
};

/**
 * Prepares the check of one parameter's values.
 *
 * @returns what a value fails to fulfil: the type alone, or else every rule it breaks.
 * @throws what the pattern's engine throws when the pattern is malformed.
 */
export function compileValue(parameter: ValueDeclaration): (value: Json) => readonly Requirement[] {
  const { type, validation_rules = {}, allowed_values } = parameter;
  const ofType = typeRequirements[type];
  const requirements = type === "integer" ? [safeInteger] : [];
  for (const name of Object.keys(validation_rules) as RuleName[]) {
    const rule: Rule<never> = rules[name];
    requirements.push(rule.compile(validation_rules[name] as never));
  }
  if (allowed_values !== undefined) requirements.push(oneOf(allowed_values));
  return (value) => (ofType.test(value) ? requirements.filter((one) => !one.test(value)) : [ofType]);
}

/** What of a parameter decides over its values. */
export type ValueDeclaration = Pick<ParameterDefinition, "type" | "validation_rules" | "allowed_values">;

const SHOWN_VALUES = 20;

function oneOf(allowed: readonly Json[]): Requirement {
  const shown = allowed.slice(0, SHOWN_VALUES).map(quote);
  const more = allowed.length - shown.length;
  return {
    expected: choice(more > 0 ? [...shown, `one of ${more} more`] : shown),
    test: (value) => allowed.some((one) => sameJson(one, value)),
  };
}

/** Counts a pair of surrogates as the one character that it is. */
function codePoints(text: string): number {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}
