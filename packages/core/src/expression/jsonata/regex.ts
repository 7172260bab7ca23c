import { RE2JS, RE2JSException } from "re2js";
import { type Node, nodesOf } from "./ast";

/** A regular expression as it stands in a compiled tree: JSONata's own, compiled for a linear-time engine. */
export interface LinearPattern {
  readonly source: string;
  readonly pattern: RE2JS;
}

/** Told before each search, with a measure of its cost; throws when that is too much. */
export type BeforeSearch = (cost: number) => void;

/**
 * Puts linear-time patterns in the place of a tree's native regular expressions, so that no input can make one
 * run for long. Returns why it can't be done, if so: RE2 has no backreferences and no lookaround.
 */
export function compileRegexes(tree: Node): { reason: string; position?: number } | undefined {
  for (const node of nodesOf(tree)) {
    if (node.type !== "regex" || !(node.value instanceof RegExp)) continue;
    const compiled = compileRegex(node.value);
    if (typeof compiled === "string") {
      return { reason: compiled, ...(node.position === undefined ? {} : { position: node.position }) };
    }
    node.value = compiled;
  }
  return undefined;
}

function compileRegex(regex: RegExp): LinearPattern | string {
  const { source } = regex;
  // RE2 would take \k for an escaped k, so this one is not left to its parser.
  if (/(?<!\\)(?:\\\\)*\\k</.test(source)) return tooPowerful(source, "a backreference");
  try {
    return { source, pattern: RE2JS.compile(RE2JS.translateRegExp(regex)) };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    if (/\(\?<?[=!]/.test(source)) return tooPowerful(source, "a lookaround");
    if (/\\[1-9]/.test(source)) return tooPowerful(source, "a backreference");
    const detail = error.message.replace(/^error parsing regexp: /, "");
    return `the regular expression /${source}/ is not one of RE2's: ${detail}`;
  }
}

function tooPowerful(source: string, part: string): string {
  return `the regular expression /${source}/ has ${part}, which can't run in linear time (the engine is RE2)`;
}

/** Makes what JSONata calls with `new` for each regular expression it evaluates. */
export function regexEngine(beforeSearch: BeforeSearch): RegexEngine {
  // A function that returns an object, as making a class for each evaluation would cost more than most evaluations.
  return function engine(linear: LinearPattern) {
    return new LinearRegex(linear, beforeSearch);
  } as unknown as RegexEngine;
}

/** What JSONata takes in the place of `RegExp`. */
export type RegexEngine = new (linear: LinearPattern) => LinearRegex;

/** The part of `RegExp` that JSONata uses: stateful searches from `lastIndex`, as with the flag `g`. */
class LinearRegex {
  lastIndex = 0;

  constructor(
    private readonly linear: LinearPattern,
    private readonly beforeSearch: BeforeSearch,
  ) {}

  exec(text: string): RegExpExecArray | null {
    const { pattern } = this.linear;
    this.beforeSearch((text.length - this.lastIndex) * pattern.programSize());
    const matcher = pattern.matcher(text);
    if (this.lastIndex > text.length || !matcher.find(this.lastIndex)) {
      this.lastIndex = 0;
      return null;
    }
    this.lastIndex = matcher.end();
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, i) => matcher.group(i) ?? undefined);
    return Object.assign(groups as [string, ...string[]], { index: matcher.start(), input: text });
  }
}
