import { suggest } from "../../errors";
import { hintForCall } from "../slips";
import type { Node } from "./ast";
import { FUNCTION_NAMES } from "./functions";
import type { Names } from "./names";

/** A mistake found in a tree. */
export interface Finding {
  readonly reason: string;
  readonly position?: number;
  readonly hint?: string;
}

/** Finds calls of what can't be a function: `count(x)`, `$cuont(x)`, `$eval(x)`. */
export function checkCall(procedure: Node | undefined, names: Names, atRoot = false): Finding | undefined {
  if (procedure?.type === "path") return checkBareCall(procedure, atRoot);
  if (procedure?.type !== "variable" || names.has(String(procedure.value))) return undefined;
  const name = String(procedure.value);
  if (name === "eval") {
    const hint = "Write the expression itself; values it needs can come in through names.";
    return {
      reason: "$eval is not available: expressions are checked when the workflow is created",
      hint,
      ...at(procedure),
    };
  }
  if (FUNCTION_NAMES.has(name)) return undefined;
  const near = suggest(name, FUNCTION_NAMES);
  const hint =
    near === undefined ? "JSONata's functions: https://docs.jsonata.org." : `Did you mean $${near}?`;
  return { reason: `there is no function $${name}`, hint, ...at(procedure) };
}

/** Finds `x ~> $name` where `$name` is no function. */
export function checkFunctionValue(node: Node | undefined, names: Names): Finding | undefined {
  return node?.type === "variable" ? checkCall(node, names) : undefined;
}

/** A bare name reads data, and JSON data holds no functions. Only objects that an expression builds may. */
function checkBareCall(procedure: Node, atRoot: boolean): Finding | undefined {
  const [step, ...rest] = procedure.steps ?? [];
  if (step?.type !== "name" || rest.length > 0) return undefined;
  const name = String(step.value);
  const known = hintForCall(name, FUNCTION_NAMES);
  if (known === undefined && !atRoot) return undefined;
  const hint = known ?? "Function names start with $, such as $count(array).";
  return { reason: `${name} is not a function`, hint, ...at(step) };
}

/** Finds names that an expression must not bind: the evaluator itself reads them. */
export function checkBinding(name: string, node: Node): Finding | undefined {
  if (name !== "clone") return undefined;
  return { reason: "$clone can't be given another meaning", hint: "Choose another name.", ...at(node) };
}

/** Finds `+` with a text at one side, which fails whatever the other side is. */
export function checkSum({ value, lhs, rhs, position }: Node): Finding | undefined {
  const sides = [lhs, rhs].map((side) => (Array.isArray(side) ? undefined : side?.type));
  if (value !== "+" || !sides.includes("string")) return undefined;
  const reason = "+ adds numbers, but one side is a text";
  return {
    reason,
    hint: 'JSONata joins text with &: "Hi " & name.',
    ...(position === undefined ? {} : { position }),
  };
}

function at(node: Node): { position?: number } {
  return node.position === undefined ? {} : { position: node.position };
}
