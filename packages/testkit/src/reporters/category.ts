/** The kinds of tests that reports count apart. */
export const CATEGORIES = ["unit", "integration", "api", "performance", "error-handling"] as const;

/** A kind of test. */
export type Category = (typeof CATEGORIES)[number];

/** What a test is told by. */
export interface TestPlace {
  /** Its file, from the project's folder on: folders above it say nothing of the test. */
  readonly file: string;
  /** Its tags. */
  readonly tags?: readonly string[];
}

/** Other spellings, as they stand in names of files. */
const SPELLINGS: Readonly<Record<string, Category>> = {
  units: "unit",
  integrations: "integration",
  apis: "api",
  perf: "performance",
  load: "performance",
  "error-handling": "error-handling",
  errors: "error-handling",
};

/**
 * The category of a test: that of its last tag that is one; else of the last folder, or part of the file's name, that is
 * called like one; else `unit`. `errors` is `error-handling`, and `perf` and `load` are `performance`.
 *
 * @example
 * categoryOf({ file: "tests/api/orders.test.ts" }); // "api"
 * categoryOf({ file: "src/orders.integration.test.ts" }); // "integration"
 * categoryOf({ file: "src/orders.test.ts", tags: ["performance"] }); // "performance"
 */
export function categoryOf({ file, tags = [] }: TestPlace): Category {
  const parts = file.split(/[/\\]/).flatMap((part) => part.split("."));
  return lastOf(tags) ?? lastOf(parts) ?? "unit";
}

function lastOf(words: readonly string[]): Category | undefined {
  return words.map(toCategory).findLast((category) => category !== undefined);
}

function toCategory(word: string): Category | undefined {
  const plain = word.toLowerCase().replaceAll("_", "-");
  return CATEGORIES.find((category) => category === plain) ?? SPELLINGS[plain];
}
