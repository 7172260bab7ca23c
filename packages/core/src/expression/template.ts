import { TuttiError } from "../errors";
import type { Json } from "../json/json";
import { compileInternal, type InternalExpression } from "./expression";
import { explainMissing } from "./missing";
import { hasTemplate, splitTemplate } from "./split";
import {
  DEFAULT_EVALUATION_LIMITS,
  type CompiledTemplate,
  type ExpressionProblem,
  type Reference,
  type Scope,
} from "./types";
import { toText } from "./value";

/** What compiling a template gives: all problems, never only the first. */
export type TemplateCompilation =
  | { readonly ok: true; readonly value: CompiledTemplate }
  | { readonly ok: false; readonly problems: ExpressionProblem[] };

type Path = readonly (string | number)[];

// Resolving recurses over the tree; far below what the stack would bear.
const MAX_NESTING = 500;

/** A part of the tree: what stays as it is, what can be resolved at once, and what takes a promise. */
type Part =
  | { readonly kind: "constant"; readonly value: Json }
  | { readonly kind: "sync"; readonly resolve: (scope: Scope) => Json }
  | { readonly kind: "async"; readonly resolve: (scope: Scope) => Promise<Json> };

/**
 * Compiles a JSON tree whose strings may hold `{{ … }}`. A string that is exactly one `{{ … }}` becomes the value
 * itself, of whatever type; in any other the values are put into the text.
 *
 * @example
 * const compiled = compileTemplate({ message: "Hi {{name}}", count: "{{fetch.count}}" });
 * if (compiled.ok) compiled.value.resolve(scope); // { message: "Hi Ada", count: 3 }
 */
export function compileTemplate(source: Json): TemplateCompilation {
  const compiler = new TemplateCompiler();
  const part = compiler.compile(source, []);
  if (compiler.problems.length > 0) return { ok: false, problems: compiler.problems };
  const resolve = part.kind === "constant" ? (): Json => part.value : part.resolve;
  const { wholeRoot } = compiler;
  const references = Object.freeze(compiler.references());
  return { ok: true, value: { source, references, wholeRoot, constant: part.kind === "constant", resolve } };
}

class TemplateCompiler {
  readonly problems: ExpressionProblem[] = [];
  wholeRoot = false;
  private readonly found = new Map<string, Reference>();

  compile(source: Json, path: Path): Part {
    if (typeof source === "string") return hasTemplate(source) ? this.text(source, path) : constant(source);
    if (typeof source !== "object" || source === null) return constant(source);
    if (path.length > MAX_NESTING)
      return this.refuse({ expression: "", path, reason: `the template nests deeper than ${MAX_NESTING}` });
    const entries = Array.isArray(source)
      ? [...(source as readonly Json[]).entries()]
      : Object.entries(source);
    const parts = entries.map(([key, value]): [string | number, Part] => [
      key,
      this.compile(value, [...path, key]),
    ]);
    return parts.every(([, part]) => part.kind === "constant") ? constant(source) : container(source, parts);
  }

  references(): Reference[] {
    return [...this.found.values()];
  }

  private text(source: string, path: Path): Part {
    const split = splitTemplate(source);
    if (!split.ok) return this.refuse({ ...split.problem, path });
    const { literals, expressions } = split.value;
    const compiled = expressions
      .map((expression) => this.expression(expression, path))
      .filter((value) => value !== undefined);
    const [only] = compiled;
    if (only !== undefined && expressions.length === 1 && literals.join("") === "") return wholeValue(only);
    return textWith(source, literals, compiled);
  }

  private expression(source: string, path: Path): InternalExpression | undefined {
    const compiled = compileInternal(source);
    if (!compiled.ok) {
      this.refuse({ ...compiled.problem, path });
      return undefined;
    }
    for (const reference of compiled.value.references) this.add(reference);
    this.wholeRoot ||= compiled.value.wholeRoot;
    return compiled.value;
  }

  private add(reference: Reference): void {
    const key = JSON.stringify([reference.kind, reference.name, ...reference.path]);
    const known = this.found.get(key);
    if (known === undefined || reference.required) this.found.set(key, reference);
  }

  private refuse(problem: ExpressionProblem): Part {
    this.problems.push(problem);
    return constant(null);
  }
}

function constant(value: Json): Part {
  return { kind: "constant", value };
}

/** A string that is one expression: its value, of whatever type. */
function wholeValue({ read, evaluate, source, references }: InternalExpression): Part {
  const present = (value: Json | undefined, scope: Scope): Json => {
    if (value === undefined) throw explainMissing(source, references, scope);
    return value;
  };
  if (read !== undefined) return { kind: "sync", resolve: (scope) => present(read(scope), scope) };
  return { kind: "async", resolve: async (scope) => present(await evaluate(scope), scope) };
}

/** A string with expressions in it. `literals` has one more item than `expressions`. */
function textWith(
  source: string,
  literals: readonly string[],
  expressions: readonly InternalExpression[],
): Part {
  const values = expressions.map(wholeValue);
  const resolvers = values.map(resolverOf);
  const [head = "", ...tails] = literals;
  const append = (text: string, i: number, value: Json): string =>
    text + toText(value, source) + (tails[i] ?? "");
  if (values.every((value) => value.kind !== "async")) {
    const resolve = (scope: Scope): string => {
      let text = head;
      for (let i = 0; i < resolvers.length; i++) text = append(text, i, resolvers[i]?.(scope) as Json);
      return bounded(text, source, scope);
    };
    return { kind: "sync", resolve };
  }
  const resolve = async (scope: Scope): Promise<string> => {
    let text = head;
    for (const [i, resolver] of resolvers.entries()) text = append(text, i, await resolver(scope));
    return bounded(text, source, scope);
  };
  return { kind: "async", resolve };
}

function bounded(text: string, source: string, { limits = DEFAULT_EVALUATION_LIMITS }: Scope): string {
  if (text.length <= limits.outputBytes) return text;
  throw TuttiError.of("EXPRESSION_LIMIT", {
    expression: source,
    limit: "outputBytes",
    value: limits.outputBytes,
  });
}

/** An array or object with expressions somewhere in it. The rest of it is shared between all that it resolves to. */
function container(source: Json, parts: readonly (readonly [string | number, Part])[]): Part {
  const dynamic = parts.filter(([, part]) => part.kind !== "constant");
  const keys = dynamic.map(([key]) => key);
  const resolvers = dynamic.map(([, part]) => resolverOf(part));
  if (dynamic.every(([, part]) => part.kind === "sync")) {
    const resolve = (scope: Scope): Json => {
      const copy = copyOf(source);
      for (let i = 0; i < resolvers.length; i++) copy[keys[i] ?? ""] = resolvers[i]?.(scope) as Json;
      return copy;
    };
    return { kind: "sync", resolve };
  }
  const resolve = async (scope: Scope): Promise<Json> => {
    const copy = copyOf(source);
    for (const [i, resolver] of resolvers.entries()) copy[keys[i] ?? ""] = await resolver(scope);
    return copy;
  };
  return { kind: "async", resolve };
}

function resolverOf(part: Part): (scope: Scope) => Json | Promise<Json> {
  return part.kind === "constant" ? () => part.value : part.resolve;
}

/** A shallow copy. It has all keys from the start, so that setting one, even `__proto__`, only sets its value. */
function copyOf(source: Json): Record<string | number, Json> {
  return (Array.isArray(source) ? [...(source as readonly Json[])] : { ...(source as object) }) as Record<
    string,
    Json
  >;
}
