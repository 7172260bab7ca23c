import { type Issue, issue } from "../errors";
import type { Json } from "../json/json";
import { items, member } from "./json-data";

/** Where names are declared, and whether they name actions. */
const DECLARATIONS = [
  { list: "parameters", key: "name", isAction: false },
  { list: "actions", key: "action_id", isAction: true },
  { list: "on_failure", key: "action_id", isAction: true },
] as const;

/**
 * Finds names that are used twice. Parameters and actions share one namespace, as templates read both
 * by their bare names. Works on data that may be broken elsewhere.
 */
export function* nameIssues(definition: Json): Generator<Issue> {
  const declared = new Map<string, { readonly place: string; readonly isAction: boolean }>();
  for (const { list, key, isAction } of DECLARATIONS) {
    for (const [index, entry] of items(definition, list).entries()) {
      const name = member(entry, key);
      if (typeof name !== "string") continue;
      const place = `${list}[${index}]`;
      const first = declared.get(name);
      if (first === undefined) {
        declared.set(name, { place, isAction });
        continue;
      }
      const places = [first.place, place];
      const path = `${place}.${key}`;
      yield isAction && first.isAction
        ? issue("DUPLICATE_ACTION_ID", path, { action_id: name, places })
        : issue("NAME_COLLISION", path, { name, places });
    }
  }
}
