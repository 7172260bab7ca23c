import { formatPath, issue, suggest } from "../errors";
import type { Reference } from "../expression";
import type { ReferenceSite, Report } from "./templates";

/** The variables every expression may read. */
const VARIABLES = ["execution", "workflow", "actions", "secrets"];

/** What the expressions of one place may name. */
export interface Names {
  readonly parameters: ReadonlySet<string>;
  /** Positions of the actions that may be named, by action_id. */
  readonly actions: ReadonlyMap<string, number>;
  /** Variables beyond {@link VARIABLES}, such as `error`. */
  readonly variables: readonly string[];
}

/**
 * Checks the names that the expressions of a place use, reporting those that are unknown.
 *
 * @returns the positions of the actions that are read.
 */
export function checkReferences(site: ReferenceSite, names: Names, report: Report): Set<number> {
  const read = new Set<number>();
  for (const reference of site.references) {
    const found = reference.kind === "root" ? names.actions.get(reference.name) : actionOfVariable(reference, names);
    if (found !== undefined) read.add(found);
    else if (!isKnown(reference, site, names)) reportUnknown(reference, site, { names, report });
  }
  return read;
}

/** `$actions.fetch.status` reads the action `fetch`. */
function actionOfVariable({ name, path }: Reference, names: Names): number | undefined {
  return name === "actions" && path[0] !== undefined ? names.actions.get(path[0]) : undefined;
}

function isKnown({ kind, name, path }: Reference, site: ReferenceSite, names: Names): boolean {
  if (kind === "root") return names.parameters.has(name);
  if (name === "actions") return path[0] === undefined;
  return variablesAt(site, names).includes(name);
}

function variablesAt({ inItem }: ReferenceSite, { variables }: Names): string[] {
  return [...VARIABLES, ...variables, ...(inItem ? ["item", "index"] : [])];
}

function reportUnknown(reference: Reference, site: ReferenceSite, { names, report }: { names: Names; report: Report }): void {
  const { kind, name, path } = reference;
  const isAction = kind === "variable" && name === "actions";
  const actions = [...names.actions.keys()];
  const known = isAction
    ? actions.map((id) => `$actions.${id}`)
    : kind === "root"
      ? [...names.parameters, ...actions]
      : variablesAt(site, names).map((one) => `$${one}`);
  const written = isAction ? `$actions.${path[0] ?? ""}` : kind === "root" ? name : `$${name}`;
  const suggestion = suggest(written, known);
  const expression = [kind === "root" ? name : `$${name}`, ...path].join(".");
  report(
    issue("UNKNOWN_REFERENCE", formatPath(site.path), {
      name: written,
      expression,
      known: known.slice(0, 30),
      ...(suggestion === undefined ? {} : { suggestion }),
    }),
  );
}
