import type { Reference } from "../types";
import type { Group, Node, Pair, Stage } from "./ast";
import { checkBinding, checkCall, checkFunctionValue, checkSum, type Finding } from "./mistakes";
import { ALSO_VARIABLES, CONTEXT_FUNCTIONS, FUNCTION_NAMES } from "./functions";
import { boundName, Names } from "./names";
import { isDefault, isElvis, isRootName, namesAfter } from "./shapes";

/** What reading a tree tells, without evaluating it. */
export interface Reading {
  readonly references: readonly Reference[];
  /** Is the root used as a whole, so that not every name read is known? */
  readonly wholeRoot: boolean;
  /** Does evaluating it write to values of its input? JSONata does so in groupings, objects built per item, `|…|`. */
  readonly writes: boolean;
  /** Positions of the `??` whose left side is a bare name at the root. */
  readonly defaultsOfRootNames: ReadonlySet<number>;
  /** Positions of the calls `$error(…)`, to tell them from the variable. */
  readonly errorCalls: ReadonlySet<number>;
  /** The first mistake that is one whatever the input. */
  readonly mistake: Finding | undefined;
}

/** The value a node gives, or the context it is evaluated in: the root itself, or something else. */
type Kind = "root" | "other";

/** Where a node stands. */
interface Place {
  readonly context: Kind;
  readonly required: boolean;
  readonly names: Names;
}

/** Reads the references and more from a tree as the parser made it. */
export function readTree(tree: Node): Reading {
  const reader = new TreeReader();
  reader.value(tree, { context: "root", required: true, names: Names.outermost(tree) });
  return reader.result();
}

type Visitor = (node: Node, place: Place) => Kind;

class TreeReader {
  private readonly found = new Map<string, Reference>();
  private readonly ancestors = new Map<string, Kind>();
  private readonly defaults = new Set<number>();
  private readonly errorCalls = new Set<number>();
  private wholeRoot = false;
  private writes = false;
  private mistake: Finding | undefined;

  private readonly visitors: Readonly<Record<string, Visitor>> = {
    path: (node, place) => this.path(node, place),
    variable: (node, place) => this.variable(node, place, []),
    parent: (node) => this.ancestors.get(node.slot?.label ?? "") ?? "other",
    wildcard: (_, place) => this.everything(place),
    descendant: (_, place) => this.everything(place),
    block: (node, place) => this.block(node, place),
    condition: (node, place) => this.condition(node, place),
    bind: (node, place) => this.bind(node, place),
    lambda: (node, place) => this.lambda(node, place),
    function: (node, place) => this.call(node, place, 0),
    partial: (node, place) => this.call(node, place, 0),
    apply: (node, place) => this.apply(node, place),
    transform: (node, place) => this.transform(node, place),
    unary: (node, place) => this.unary(node, place),
    binary: (node, place) => this.binary(node, place),
  };

  result(): Reading {
    const { wholeRoot, writes, defaults, errorCalls, mistake } = this;
    return {
      references: [...this.found.values()],
      wholeRoot,
      writes,
      defaultsOfRootNames: defaults,
      errorCalls,
      mistake,
    };
  }

  /** Reads a node whose value is used: a root that gets out as a value may be read anywhere. */
  value(node: Node | undefined, place: Place): void {
    if (node !== undefined && this.visit(node, place) === "root") this.wholeRoot = true;
  }

  private visit(node: Node, place: Place): Kind {
    const kind = this.visitors[node.type]?.(node, place) ?? "other";
    this.stages(node.predicate, kind, place);
    if (node.type === "path" || node.group === undefined) return kind;
    this.group(node.group, kind, place);
    return "other";
  }

  private everything(place: Place): Kind {
    if (place.context === "root") this.wholeRoot = true;
    return "other";
  }

  private variable(node: Node, place: Place, path: readonly string[]): Kind {
    const name = String(node.value);
    if (name === "") return place.context;
    if (name === "$") return "root";
    const inLibrary = FUNCTION_NAMES.has(name) && !ALSO_VARIABLES.has(name);
    if (place.names.has(name)) return "other";
    if (name === "eval") this.complain(checkCall(node, place.names));
    if (!inLibrary) this.record({ kind: "variable", name, path, required: place.required });
    return "other";
  }

  private record(reference: Reference): void {
    const key = JSON.stringify([reference.kind, reference.name, ...reference.path]);
    const required = reference.required || this.found.get(key)?.required === true;
    this.found.set(key, { ...reference, required });
  }

  private complain(finding: Finding | undefined): void {
    this.mistake ??= finding;
  }

  private path(node: Node, place: Place): Kind {
    const steps = node.steps ?? [];
    const names = place.names.ofPath();
    let context = place.context;
    let required = place.required;
    steps.forEach((step, i) => {
      const at = { context, required, names };
      const kind = this.step(steps, i, at);
      if (step.ancestor !== undefined) this.ancestors.set(step.ancestor.label, context);
      for (const name of [step.focus, step.index]) if (name !== undefined) names.bind(name);
      this.stages(step.stages, kind, at);
      // `%@$x` gives the root a name, and then it may be read anywhere.
      if (step.focus !== undefined && kind === "root") this.wholeRoot = true;
      // After `a@$x` the next step reads from where `a` was read.
      if (step.focus === undefined) context = kind;
      // `$$.a` reads `a` whenever it is evaluated; any other step after the first runs once for each value, if any.
      required &&= kind === "root" && step.stages === undefined && step.predicate === undefined;
    });
    this.group(node.group, context, { ...place, names });
    return node.group === undefined ? context : "other";
  }

  private step(steps: readonly Node[], i: number, at: Place): Kind {
    const step = steps[i];
    if (step === undefined) return "other";
    if (step.type === "name") {
      if (at.context === "root") {
        const path = namesAfter(steps, i);
        this.record({ kind: "root", name: String(step.value), path, required: at.required });
      }
      return "other";
    }
    if (step.type === "sort") {
      for (const term of step.terms ?? []) this.value(term.expression, { ...at, required: false });
      return at.context;
    }
    if (step.type !== "variable") return this.visit(step, at);
    const kind = this.variable(step, at, step.predicate === undefined ? namesAfter(steps, i) : []);
    this.stages(step.predicate, kind, at);
    return kind;
  }

  private stages(stages: readonly Stage[] | undefined, context: Kind, { names }: Place): void {
    for (const stage of stages ?? []) {
      if (stage.type === "index") names.bind(String(stage.value));
      this.value(stage.expr, { context, required: false, names });
    }
  }

  private group(group: Group | undefined, context: Kind, { names }: Place): void {
    if (group === undefined) return;
    this.writes = true;
    this.pairs(group.lhs, { context, required: false, names });
  }

  private pairs(pairs: readonly Pair[], place: Place): void {
    for (const part of pairs.flat()) this.value(part, place);
  }

  private block(node: Node, place: Place): Kind {
    const expressions = node.expressions ?? [];
    const names = place.names.ofBlock(expressions);
    let last: Kind = "other";
    for (const expression of expressions) last = this.visit(expression, { ...place, names });
    return last;
  }

  private condition(node: Node, place: Place): Kind {
    const guarded = { ...place, required: false };
    // The condition of `??` and `?:` is a copy of the left side, made by the parser.
    if (isDefault(node) || isElvis(node)) {
      if (isDefault(node) && place.context === "root" && isRootName(node.then))
        this.defaults.add(node.position ?? -1);
    } else this.value(node.condition, place);
    const branches = [node.then, node.else].filter((branch) => branch !== undefined);
    return branches.map((branch) => this.visit(branch, guarded)).includes("root") ? "root" : "other";
  }

  private bind(node: Node, place: Place): Kind {
    this.value(node.rhs, place);
    this.complain(checkBinding(boundName(node), node));
    place.names.assign(boundName(node));
    return "other";
  }

  private lambda(node: Node, place: Place): Kind {
    const { body } = node;
    if (body === undefined) return "other";
    const parameters = (node.arguments ?? []).map((parameter) => String(parameter.value));
    for (const parameter of parameters) this.complain(checkBinding(parameter, node));
    // A function's body has the context in which the function was made.
    const names = place.names.ofFunction(parameters, body);
    this.value(body, { ...place, required: place.required && node.thunk === true, names });
    return "other";
  }

  private call(node: Node, place: Place, applied: number): Kind {
    const { procedure, arguments: args = [] } = node;
    this.complain(checkCall(procedure, place.names, place.context === "root"));
    const name = libraryFunction(procedure, place.names);
    if (procedure !== undefined && name === undefined) this.visit(procedure, place);
    if (name === "error") this.errorCalls.add(node.position ?? -1);
    if (takesContext(name, args.length + applied)) this.everything(place);
    const required = place.required && name !== "exists";
    for (const argument of args) this.value(argument, { ...place, required });
    return "other";
  }

  private apply(node: Node, place: Place): Kind {
    const { lhs, rhs } = node;
    const guarded = rhs?.type === "function" && libraryFunction(rhs.procedure, place.names) === "exists";
    if (!Array.isArray(lhs)) this.value(lhs, { ...place, required: place.required && !guarded });
    if (rhs?.type === "function") this.call(rhs, place, 1);
    else {
      this.complain(checkFunctionValue(rhs, place.names));
      this.value(rhs, place);
    }
    return "other";
  }

  private transform(node: Node, { names }: Place): Kind {
    this.writes = true;
    for (const part of [node.pattern, node.update, node.delete]) {
      this.value(part, { context: "other", required: false, names });
    }
    return "other";
  }

  private unary(node: Node, place: Place): Kind {
    for (const expression of node.expressions ?? []) this.value(expression, place);
    this.value(node.expression, place);
    if (Array.isArray(node.lhs)) {
      if (place.context === "other") this.writes = true;
      this.pairs(node.lhs, place);
    }
    return "other";
  }

  private binary(node: Node, place: Place): Kind {
    this.complain(checkSum(node));
    if (!Array.isArray(node.lhs)) this.value(node.lhs, place);
    const mayBeSkipped = node.value === "and" || node.value === "or";
    this.value(node.rhs, mayBeSkipped ? { ...place, required: false } : place);
    return "other";
  }
}

function libraryFunction(procedure: Node | undefined, names: Names): string | undefined {
  const name = procedure?.type === "variable" ? String(procedure.value) : "";
  return FUNCTION_NAMES.has(name) && !names.has(name) ? name : undefined;
}

/** Does a library function, called with so few arguments, take the context as one? */
function takesContext(name: string | undefined, args: number): boolean {
  return name !== undefined && args < (CONTEXT_FUNCTIONS.get(name) ?? 0);
}
