import { childrenOf, type Node } from "./ast";

/**
 * The `$variables` that an expression binds itself, by the evaluator's frames: a block and a function each have one.
 *
 * Code sees the names bound before it. The body of a function runs later, so it sees also those bound after it:
 * that is how a function calls itself.
 */
export class Names {
  private readonly bound = new Set<string>();

  private constructor(
    private readonly outer: Names | undefined,
    private readonly late: ReadonlySet<string>,
    private readonly role: "block" | "function" | "path",
  ) {}

  /** The names of the outermost frame, which evaluates `body`. */
  static outermost(body: Node): Names {
    return new Names(undefined, namesBoundIn([body]), "block");
  }

  /** The frame of a block. */
  ofBlock(body: readonly Node[]): Names {
    return new Names(this, namesBoundIn(body), "block");
  }

  /** The frames of a path's steps, which hold what `@$name` and `#$name` bind. */
  ofPath(): Names {
    return new Names(this, new Set(), "path");
  }

  /** The frame of a function. */
  ofFunction(parameters: readonly string[], body: Node): Names {
    const names = new Names(this, namesBoundIn([body]), "function");
    for (const parameter of parameters) names.bind(parameter);
    return names;
  }

  /** Binds a name in this very frame. */
  bind(name: string): void {
    this.bound.add(name);
  }

  /** Binds a name as `:=` does: in the nearest block or function. */
  assign(name: string): void {
    if (this.role === "path" && this.outer !== undefined) this.outer.assign(name);
    else this.bind(name);
  }

  has(name: string): boolean {
    return this.isBound(name, false);
  }

  private isBound(name: string, later: boolean): boolean {
    if (this.bound.has(name) || (later && this.late.has(name))) return true;
    return this.outer?.isBound(name, later || this.role === "function") ?? false;
  }
}

/** Every name bound in these nodes' own frame. */
function namesBoundIn(nodes: readonly Node[]): Set<string> {
  const names = new Set<string>();
  const visit = (node: Node): void => {
    if (node.type === "bind") names.add(boundName(node));
    if (node.type !== "block" && node.type !== "lambda") childrenOf(node).forEach(visit);
  };
  nodes.forEach(visit);
  return names;
}

/** The name that a `:=` binds. */
export function boundName(bind: Node): string {
  const target = bind.lhs;
  return Array.isArray(target) ? "" : String(target?.value);
}
