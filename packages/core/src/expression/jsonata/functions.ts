/** The functions of JSONata's library, as its evaluator names them. A test compares this with the library's source. */
export const FUNCTION_NAMES: ReadonlySet<string> = new Set(
  words(`
    sum count max min average
    string substring substringBefore substringAfter lowercase uppercase length trim pad
    match contains replace split join
    formatNumber formatBase formatInteger parseInteger
    number floor ceil round abs sqrt power random
    boolean not map zip filter single reduce sift
    keys lookup append exists spread merge reverse each
    error assert type sort shuffle distinct
    base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl
    eval toMillis fromMillis clone now millis`),
);

/**
 * Functions that take the context where their argument is left out, and by their types could take the root, with
 * how many arguments make them stop doing so: `$keys()` at the root means `$keys($)`.
 */
export const CONTEXT_FUNCTIONS: ReadonlyMap<string, number> = new Map([
  ...words("string boolean not keys spread clone").map((name) => [name, 1] as const),
  ...words("lookup each sift").map((name) => [name, 2] as const),
]);

/**
 * Library functions whose name is also one of our variables. `$error("…")` calls the function, `$error` anywhere
 * else is the variable: on_failure actions read `$error.message`.
 */
export const ALSO_VARIABLES: ReadonlySet<string> = new Set(["error"]);

/**
 * Names in the evaluator's environment that no expression can spell, as they hold characters that end a name. The
 * tree is changed to call functions of ours by these names, see harden.ts.
 */
export const HIDDEN = {
  guard: "(guard)",
  error: "(error)",
  present: "(present)",
  wildcard: "(wildcard)",
  orderBy: "(order by)",
  ordered: "(ordered)",
  list: "(list)",
} as const;

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
