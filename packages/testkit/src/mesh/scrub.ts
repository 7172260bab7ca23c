import type { Json } from "@tutti/core";

/** What to keep out of a recording. */
export interface ScrubOptions {
  /** Fields and headers whose values are replaced, in addition to the usual ones. */
  readonly names?: readonly string[];
  /** Texts that are replaced wherever they stand. */
  readonly values?: readonly string[];
}

/** What stands in the place of a secret. */
const SCRUBBED = "[scrubbed]";

const USUAL =
  /authorization|cookie|secret|passw(or)?d|passphrase|token|api[-_]?key|credential|private[-_]?key|session[-_]?id|signature/i;

/**
 * Makes the function that takes secrets out of JSON: by the names of fields, by given values, bearer
 * tokens and the user part of URLs.
 *
 * @example
 * scrubber()({ token: "s3cret", text: "Bearer abc" }); // { token: "[scrubbed]", text: "Bearer [scrubbed]" }
 */
export function scrubber({ names = [], values = [] }: ScrubOptions = {}): (value: Json) => Json {
  const own = new Set(names.map((name) => name.toLowerCase()));
  const isSecret = (name: string): boolean => USUAL.test(name) || own.has(name.toLowerCase());
  const hidden = values.filter((value) => value !== "");
  const scrubText = (text: string): string => {
    const known = hidden.reduce((rest, value) => rest.replaceAll(value, SCRUBBED), text);
    return known
      .replaceAll(/\b(Bearer|Basic)\s+[^\s"']+/gi, `$1 ${SCRUBBED}`)
      .replaceAll(/\/\/[^/@\s]+@/g, `//${SCRUBBED}@`)
      .replaceAll(/([?&])([^=&#\s]+)=([^&#\s]*)/g, (all, mark: string, name: string) =>
        isSecret(name) ? `${mark}${name}=${SCRUBBED}` : all,
      );
  };
  const scrub = (value: Json): Json => {
    if (typeof value === "string") return scrubText(value);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(scrub);
    const entries = Object.entries(value as Record<string, Json>);
    return Object.fromEntries(
      entries.map(([name, part]) => [name, isSecret(name) && part !== null ? SCRUBBED : scrub(part)]),
    );
  };
  return scrub;
}
