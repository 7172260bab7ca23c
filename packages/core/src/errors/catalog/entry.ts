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
  // What is no JSON, such as undefined, gives no text.
  const text = (JSON.stringify(value) as string | undefined) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

/** Shortens a name for a message. */
export function cut(name: string): string {
  return name.length > 60 ? `${name.slice(0, 57)}...` : name;
}

/** More names than these help nobody. */
const MAX_NAMES = 100;

/** Joins names for a message: `a, b, c`, or `none`. */
export function list(names: readonly string[]): string {
  if (names.length === 0) return "none";
  const shown = names.slice(0, MAX_NAMES).map(cut).join(", ");
  return names.length > MAX_NAMES ? `${shown}, … and ${names.length - MAX_NAMES} more` : shown;
}

/** The end of a sentence that suggests a name, or nothing: `did you mean "x"? `. */
export function didYouMean(suggestion: string | undefined): string {
  return suggestion === undefined ? "" : `did you mean ${quote(suggestion)}? `;
}
