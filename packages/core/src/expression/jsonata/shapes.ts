import { childrenOf, hasExtras, isPlainName, type Node } from "./ast";

/** The plain names that follow `steps[first]`. The last may carry a predicate or the like: its name is still read. */
export function namesAfter(steps: readonly Node[], first: number): string[] {
  const names: string[] = [];
  for (let i = first; i + 1 < steps.length; i++) {
    const next = steps[i + 1];
    const here = steps[i];
    if (here?.type === "name" && !isPlainName(here)) break;
    if (next?.type !== "name") break;
    names.push(String(next.value));
  }
  return names;
}

/** Is it `a ?? b`? The parser makes it `$exists(a) ? a : b`, and gives that call no position. */
export function isDefault(node: Node): boolean {
  const { condition } = node;
  return (
    condition?.type === "function" &&
    condition.position === undefined &&
    condition.procedure?.value === "exists"
  );
}

/** Is it `a ?: b`? The parser makes it `a ? a : b`, with both at the same position of the text. */
export function isElvis({ condition, then }: Node): boolean {
  const position = condition === undefined ? undefined : firstPosition(condition);
  return position !== undefined && then !== undefined && position === firstPosition(then);
}

function firstPosition(node: Node): number | undefined {
  let first = node;
  for (let child: Node | undefined = node; child !== undefined; child = childrenOf(child)[0]) first = child;
  return first.position;
}

/** Is it `$$` or `$`? At the root both are the root itself. */
export function isRootItself(node: Node | undefined): boolean {
  return node?.type === "variable" && (node.value === "$" || node.value === "") && !hasExtras(node);
}

/** Is it a bare name, where it stands at the root: `fetch`, or `$$.fetch`? */
export function isRootName(node: Node | undefined): boolean {
  const steps = node?.type === "path" ? (node.steps ?? []) : [];
  const [first, ...rest] = isRootItself(steps[0]) ? steps.slice(1) : steps;
  return first !== undefined && rest.length === 0 && isPlainName(first);
}
