import type { Json } from "@tutti/core";
import type { QueryValues } from "../types";

/**
 * Adds values to a URL's query; a name that is there already is replaced.
 *
 * A text is sent as it is, a number or boolean as text, a list once per entry under the same name,
 * null not at all, and anything nested (an object, a list in a list) as JSON text.
 *
 * @example
 * addQuery(url, { tag: ["a", "b"], filter: { open: true } }); // ?tag=a&tag=b&filter=%7B%22open%22%3Atrue%7D
 */
export function addQuery(url: URL, values: QueryValues): void {
  for (const [name, value] of Object.entries(values)) {
    url.searchParams.delete(name);
    for (const one of Array.isArray(value) ? (value as readonly Json[]) : [value]) {
      if (one != null)
        url.searchParams.append(name, typeof one === "object" ? JSON.stringify(one) : String(one));
    }
  }
}
