import { formatPath, type Issue, issue, suggest } from "../errors";
import type { Reference } from "../expression";
import type { Names } from "./names";
import { type Reads, type Site, textsOf, type WrittenText } from "./sites";

/** Adds the positions of the actions that are read by name. */
export function addActionsRead({ references }: Reads, names: Names, positions: Set<number>): void {
  for (const reference of references) {
    const id = actionNamed(reference);
    const position = id === undefined ? undefined : names.actions.get(id);
    if (position !== undefined) positions.add(position);
  }
}

/**
 * Is everything there is read, or what can't be told before it is evaluated, so that no name shows
 * what has to be waited for? `$string($$)`, `$lookup($actions, name)`.
 */
export function readsEverything({ references, wholeRoot }: Reads): boolean {
  return (
    wholeRoot ||
    references.some(({ kind, name, path }) => kind === "variable" && name === "actions" && path.length === 0)
  );
}

/** Says which names of a place are unknown, each where it is written. */
export function* referenceIssues(site: Site, names: Names): Generator<Issue> {
  // Nearly always all is well, and the texts need not be looked at one by one.
  if (site.issues.length === 0 && isSound(site.compiled, names)) return;
  for (const text of textsOf(site)) {
    for (const reference of text.reads.references) {
      const found = referenceIssue(reference, text, names);
      if (found !== undefined) yield found;
    }
    if (text.reads.wholeRoot && mayReadSecrets(names)) yield storedSecret("everything", text);
  }
}

function isSound({ references, wholeRoot }: Reads, names: Names): boolean {
  return (
    references.every((reference) => judge(reference, names) === undefined) &&
    !(wholeRoot && mayReadSecrets(names))
  );
}

function mayReadSecrets({ isStored = false, parameters }: Names): boolean {
  return isStored && [...parameters.values()].some(({ secret }) => secret);
}

type Mistake = "unknown" | "unnamed secret" | "stored secret";

function judge(reference: Reference, names: Names): Mistake | undefined {
  const { kind, name, path } = reference;
  if (kind === "root") return judgeName(name, names);
  if (!names.variables.includes(name)) return "unknown";
  if (name === "secrets") return path.length > 0 ? undefined : "unnamed secret";
  const id = actionNamed(reference);
  const isKnown =
    id === undefined || names.actions.has(id) || names.unclear.has(id) || names.mayBeNamelessAction;
  return isKnown ? undefined : "unknown";
}

function judgeName(
  name: string,
  { parameters, actions, unclear, mayBeNameless, isStored }: Names,
): Mistake | undefined {
  const parameter = parameters.get(name);
  if (isStored === true && parameter?.secret === true) return "stored secret";
  const isKnown = parameter !== undefined || actions.has(name) || unclear.has(name) || mayBeNameless;
  return isKnown ? undefined : "unknown";
}

/** The action_id that a reference names, if it names one: `fetch`, `$actions.fetch.status`. */
function actionNamed({ kind, name, path }: Reference): string | undefined {
  if (kind === "root") return name;
  return name === "actions" ? path[0] : undefined;
}

function referenceIssue(reference: Reference, text: WrittenText, names: Names): Issue | undefined {
  switch (judge(reference, names)) {
    case undefined:
      return undefined;
    case "unnamed secret":
      return unnamedSecret(text);
    case "stored secret":
      return storedSecret(`the secret parameter "${reference.name}"`, text);
    case "unknown":
      return unknownReference(reference, text, names);
  }
}

/** Says where `$secrets` has no name, at a place whose other names can't be checked. */
export function* unnamedSecrets(site: Site): Generator<Issue> {
  for (const text of textsOf(site)) {
    const isUnnamed = ({ kind, name, path }: Reference): boolean =>
      kind === "variable" && name === "secrets" && path.length === 0;
    if (text.reads.references.some(isUnnamed)) yield unnamedSecret(text);
  }
}

function unnamedSecret({ path, text }: WrittenText): Issue {
  return issue("INVALID_EXPRESSION", formatPath(path), {
    expression: text,
    reason:
      "$secrets is read without a name, but a secret is fetched by its name before the expression is evaluated",
    hint: "Write the secret's name after it: $secrets.NAME.",
  });
}

function storedSecret(what: string, { path, text }: WrittenText): Issue {
  return issue("INVALID_EXPRESSION", formatPath(path), {
    expression: text,
    reason: `it reads ${what}, and its value would be stored in plain text`,
    hint: "Use parameters that are not secret.",
  });
}

function unknownReference(reference: Reference, { path, text }: WrittenText, names: Names): Issue {
  const { prefix, name, candidates, known } = spelling(reference, names);
  const meant = suggest(name, candidates);
  const hint = names.hintFor(prefix + name);
  return issue("UNKNOWN_REFERENCE", formatPath(path), {
    name: prefix + name,
    expression: text,
    known,
    ...(meant === undefined ? {} : { suggestion: prefix + meant }),
    ...(hint === undefined ? {} : { hint }),
  });
}

interface Spelling {
  readonly prefix: "" | "$" | "$actions.";
  readonly name: string;
  /** What could be written after the prefix. */
  readonly candidates: Iterable<string>;
  /** What is told: with the prefix. */
  readonly known: readonly string[];
}

function spelling({ kind, name, path }: Reference, names: Names): Spelling {
  const { actions, parameters, variables, known } = names;
  const withSigns = variables.map((variable) => `$${variable}`);
  // Names come before `$item`, of which `item` is a likely slip.
  const roots = [parameters.keys(), actions.keys(), withSigns.values()];
  if (kind === "root") return { prefix: "", name, candidates: chain(roots), known: known.roots() };
  const id = variables.includes(name) ? path[0] : undefined;
  if (id === undefined) return { prefix: "$", name, candidates: variables, known: withSigns };
  return { prefix: "$actions.", name: id, candidates: actions.keys(), known: known.actions() };
}

function* chain<T>(parts: readonly Iterable<T>[]): Generator<T> {
  for (const part of parts) yield* part;
}
