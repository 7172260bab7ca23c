/** What an error code means: its message with the actual values, and what to do about it. */
export interface CatalogEntry<Params> {
  /** Says what happened, with the values that made it happen. */
  readonly message: (params: Params) => string;
  /** Says what to do now, as an instruction. */
  readonly fix: (params: Params) => string;
}

/**
 * Declares one catalogue entry, with the names of the values its texts need.
 *
 * @example
 * const entry1 = entry<{ id: string }>((p) => `No workflow ${p.id}.`, () => "List them with listWorkflows().");
 */
export function entry<Params>(
  message: (params: Params) => string,
  fix: (params: Params) => string,
): CatalogEntry<Params> {
  return { message, fix };
}

/** Quotes a value for a message, shortened so that a huge input never makes a huge error. */
export function quote(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

/** Joins names for a message: `a, b, c`, or `none`. */
export function list(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.join(", ");
}

/** The end of a sentence that suggests a name, or nothing: `did you mean "x"? `. */
export function didYouMean(suggestion: string | undefined): string {
  return suggestion === undefined ? "" : `did you mean "${suggestion}"? `;
}
