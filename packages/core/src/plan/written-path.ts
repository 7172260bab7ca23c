import { formatPath, type Issue, parsePath } from "../errors";
import type { Json } from "../json/json";
import { step } from "./order";

/**
 * Corrects an issue's path to how the document is written: a definition is normalised when it is
 * parsed, so `depends_on: fetch` has become a list, and `for_each: { items }` what was in `items`.
 */
export function asWritten(issue: Issue, document: Json): Issue {
  const [list = "", index = 0, key, ...inner] = parsePath(issue.path);
  const written = step(step(step(document, list), index), key ?? "");
  if (key === "depends_on" && !Array.isArray(written)) {
    return { ...issue, path: formatPath([list, index, key]) };
  }
  if (key === "for_each" && step(written, "items") !== undefined) {
    return { ...issue, path: formatPath([list, index, key, "items", ...inner]) };
  }
  return issue;
}
