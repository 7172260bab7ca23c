/**
 * JSONata's syntax tree, as its parser makes it and its evaluator reads it.
 *
 * The types that jsonata ships describe neither all node types nor all fields. A field is present only on the node
 * types that have it. The tree is changed in place before the first evaluation (see harden.ts), hence no `readonly`.
 */
export interface Node {
  type: string;
  value?: unknown;
  position?: number;
  /** path */
  steps?: Node[];
  /** Predicates of a path's step. */
  stages?: Stage[];
  /** Predicates of anything else. */
  predicate?: Stage[];
  group?: Group;
  /** binary, bind, apply: one node. Object constructor: its pairs. */
  lhs?: Node | Pair[];
  rhs?: Node;
  /** unary minus */
  expression?: Node;
  /** array constructor, block */
  expressions?: Node[];
  /** function, partial, lambda */
  arguments?: Node[];
  procedure?: Node;
  /** lambda */
  body?: Node;
  signature?: { validate?: unknown };
  thunk?: boolean;
  /** condition */
  condition?: Node;
  then?: Node;
  else?: Node;
  /** transform */
  pattern?: Node;
  update?: Node;
  delete?: Node;
  /** sort */
  terms?: Term[];
  /** `@$name`, `#$name` and `%` turn a path's values into tuples that carry these names. */
  focus?: string;
  index?: string;
  ancestor?: { label: string };
  slot?: { label: string };
  tuple?: boolean;
  keepArray?: boolean;
  keepSingletonArray?: boolean;
  consarray?: boolean;
  /** Ours, see harden.ts. */
  keep?: boolean;
  called?: boolean;
}

/** A key and its value in an object constructor or a grouping. */
export type Pair = [Node, Node];

/** A predicate (`filter`) or a position binding (`index`) of a step. */
export interface Stage {
  type: string;
  expr?: Node;
  value?: unknown;
}

/** The `{…}` after a path: grouping. */
export interface Group {
  lhs: Pair[];
}

/** One term of `^(…)`. */
export interface Term {
  descending: boolean;
  expression: Node;
}

/** The nodes right below a node, in the order in which they are written. */
export function childrenOf(node: Node): Node[] {
  const filters = [...(node.stages ?? []), ...(node.predicate ?? [])].map((stage) => stage.expr);
  const children = [
    ...(Array.isArray(node.lhs) ? node.lhs.flat() : [node.lhs]),
    node.rhs,
    node.expression,
    node.procedure,
    node.body,
    node.condition,
    node.then,
    node.else,
    node.pattern,
    node.update,
    node.delete,
    ...filters,
    ...(node.steps ?? []),
    ...(node.expressions ?? []),
    ...(node.arguments ?? []),
    ...(node.terms ?? []).map((term) => term.expression),
    ...(node.group?.lhs.flat() ?? []),
  ];
  return children.filter((child) => child !== undefined);
}

/** How many nodes a tree has and how high it is. Needs no stack, so a tree of any height can be measured. */
export function measureTree(tree: Node): { nodes: number; height: number } {
  let nodes = 0;
  let height = 0;
  for (let level = [tree]; level.length > 0; level = level.flatMap(childrenOf)) {
    nodes += level.length;
    height += 1;
  }
  return { nodes, height };
}

/** Every node of a tree, a node before its children. */
export function* nodesOf(tree: Node): Generator<Node> {
  yield tree;
  for (const child of childrenOf(tree)) yield* nodesOf(child);
}

/** Is this a step that reads one name and does nothing else? */
export function isPlainName(node: Node): boolean {
  return node.type === "name" && !hasExtras(node);
}

/** Does more hang on a node than what its type says: predicates, grouping, bindings, `[]`? */
export function hasExtras(node: Node): boolean {
  return node.stages !== undefined || node.predicate !== undefined || bindsOrGroups(node);
}

/** The same, predicates aside. */
export function bindsOrGroups(node: Node): boolean {
  const { group, focus, index, ancestor, tuple, keepArray, keepSingletonArray } = node;
  return [group, focus, index, ancestor, tuple, keepArray, keepSingletonArray].some(
    (extra) => extra !== undefined,
  );
}

/** The node that reads a `$variable`. */
export function variable(name: string): Node {
  return { type: "variable", value: name };
}

/** The node that calls the function held by a `$variable`. */
export function call(name: string, args: Node[]): Node {
  return { type: "function", value: "(", procedure: variable(name), arguments: args };
}
