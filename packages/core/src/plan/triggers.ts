import type { DefinitionParts } from "../definition";
import { formatPath, type Issue, issue } from "../errors";
import { unnamedSecrets } from "./references";
import { conditionSite, type Path, type Site, templateSite } from "./sites";

/**
 * Says what is wrong with the expressions of triggers. What they read is there only when something
 * triggers, so names are not checked.
 */
export function* triggerIssues({ triggers }: DefinitionParts): Generator<Issue> {
  for (const { index, trigger } of triggers) {
    const path = (key: string) => ["triggers", index, key];
    const { parameters, filter, secret } = trigger;
    if (typeof filter === "string") yield* siteIssues(conditionSite(filter, path("filter")));
    if (typeof secret === "string") yield* secretIssues(secret, path("secret"));
    if (parameters !== undefined) {
      yield* siteIssues(templateSite({ written: parameters, path: path("parameters") }));
    }
  }
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
