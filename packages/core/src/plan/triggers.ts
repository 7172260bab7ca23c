import type { DefinitionParts } from "../definition";
import { formatPath, type Issue, issue } from "../errors";
import type { Json } from "../json/json";
import { isObject } from "../json/normalise";
import { unnamedSecrets } from "./references";
import { conditionSite, type Path, type Site, templateSite } from "./sites";

/**
 * Says what is wrong with the expressions of triggers. What an event holds shows only when it comes, so
 * names inside it are not checked.
 */
export function* triggerIssues({ names, triggers }: DefinitionParts): Generator<Issue> {
  for (const { index, trigger } of triggers) {
    const path = (key: string) => ["triggers", index, key];
    const { parameters, filter, secret } = trigger;
    if (typeof filter === "string") yield* siteIssues(conditionSite(filter, path("filter")));
    if (typeof secret === "string") yield* secretIssues(secret, path("secret"));
    for (const [name, written] of Object.entries(isObject(parameters) ? parameters : {})) {
      const site = templateSite({ written, path: [...path("parameters"), name] });
      yield* siteIssues(site);
      yield* readingIssues(site, trigger.type as string);
      if (names.parameters.get(name)?.secret !== true) yield* exposedSecrets(site);
    }
  }
}

/** What each kind of trigger gives its expressions to read, besides `$secrets`. */
const READABLE: Readonly<Record<string, readonly string[]>> = {
  schedule: ["trigger"],
  event: ["event", "trigger"],
  webhook: ["request", "trigger"],
};

/**
 * A clock has nothing but its time to read; an event is read by its attributes or as `$event`, a request by what its
 * body has or as `$request`.
 */
function* readingIssues({ path, written, compiled }: Site, type: string): Generator<Issue> {
  const readable = READABLE[type];
  if (readable === undefined) return;
  for (const { kind, name } of compiled.references) {
    if (kind === "root" ? type !== "schedule" : [...readable, "secrets"].includes(name)) continue;
    const shown = kind === "root" ? name : `$${name}`;
    yield issue("INVALID_EXPRESSION", formatPath(path), {
      expression: textOf(written),
      reason: `a trigger of type ${type} has no ${shown} to read`,
      hint: `It reads ${[...readable, "secrets.NAME"].map((one) => `$${one}`).join(", ")}.`,
    });
  }
}

/** What stands in an ordinary parameter is stored and shown as it is. */
function* exposedSecrets({ path, written, compiled }: Site): Generator<Issue> {
  if (!compiled.references.some(({ kind, name }) => kind === "variable" && name === "secrets")) return;
  yield issue("INVALID_EXPRESSION", formatPath(path), {
    expression: textOf(written),
    reason: "a secret may only go into a secret parameter",
    hint: "Give the parameter secret: true, or read the secret in the action that needs it.",
  });
}

function textOf(written: Json): string {
  return typeof written === "string" ? written : JSON.stringify(written);
}

function* siteIssues(site: Site): Generator<Issue> {
  yield* site.issues;
  yield* unnamedSecrets(site);
}

/** A webhook's secret is a reference to one, whatever is around it: the text itself could be read by anyone. */
function* secretIssues(secret: string, path: Path): Generator<Issue> {
  const site = templateSite({ written: secret, path });
  yield* siteIssues(site);
  if (site.issues.length > 0 || site.compiled.references.some(({ name }) => name === "secrets")) return;
  yield issue("INVALID_EXPRESSION", formatPath(path), {
    expression: secret,
    reason: "a webhook's secret has to be read from a secret",
    hint: "Write {{$secrets.NAME}}.",
  });
}
