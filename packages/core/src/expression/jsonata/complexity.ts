import { type Token, tokensOf } from "../lexer";

// Parsing and evaluating recurse over the tree; far below what the stack would bear.
const MAX_NESTING = 200;
const MAX_PARTS = 50_000;

/** What stands between two brackets, or in the whole text. */
interface Group {
  /** Parts since the last boundary: what a `??` that follows would have as its left side. */
  operand: number;
  /** Parts before that. */
  before: number;
}

/**
 * Tells, before parsing, why an expression would cost too much to parse: deep nesting, or `??` and `?:` in one
 * another's left sides, as JSONata's parser copies the left side of each. Takes linear time.
 */
export function tooComplex(source: string): string | undefined {
  const outermost: Group = { operand: 0, before: 0 };
  const groups = [outermost];
  for (const token of tokensOf(source)) {
    const group = groups.at(-1) ?? outermost;
    count(groups, group, signOf(source, token));
    if (groups.length > MAX_NESTING) return `it nests deeper than ${MAX_NESTING}`;
    if (group.operand + group.before > MAX_PARTS) {
      return `it is longer than ${MAX_PARTS} parts, with the left sides of ?? and ?: counted twice`;
    }
  }
  return undefined;
}

function signOf(source: string, token: Token): string {
  return token.kind === "operator" ? source.slice(token.start, token.end) : "";
}

function count(groups: Group[], group: Group, sign: string): void {
  group.operand += 1;
  if (["(", "[", "{"].includes(sign)) groups.push({ operand: 0, before: 0 });
  else if ([")", "]", "}"].includes(sign)) close(groups, group);
  else if ([",", ";"].includes(sign)) endOperand(group, 1);
  else if (["??", "?:"].includes(sign)) endOperand(group, 2);
}

function close(groups: Group[], group: Group): void {
  if (groups.length === 1) return;
  groups.pop();
  const outer = groups.at(-1) ?? group;
  outer.operand += group.operand + group.before;
}

function endOperand(group: Group, times: number): void {
  group.before += group.operand * times;
  group.operand = 0;
}
