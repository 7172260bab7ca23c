import type { Issue, Severity } from "./issues.ts";
import type { Readability } from "./readability.ts";

const POINTS: Readonly<Record<Severity, number>> = { error: 8, warning: 4, info: 1 };
const ISSUES_AT_MOST = 80;
const READING_AT_MOST = 20;
// Below 50, Flesch calls a text difficult.
const EASY_ENOUGH = 50;
// A long document may have more issues than a short one; below this length it has no such excuse.
const WORDS_PER_ALLOWANCE = 500;

/**
 * One figure for a document, 0 to 100: 100, less what its issues and its reading ease cost.
 *
 * - Issues: 8 points an error, 4 a warning, 1 an info, per 500 words of prose; together at most 80.
 * - Reading: 0.4 points for each point of Flesch reading ease below 50; at most 20. Nothing is taken when
 *   the formula does not apply.
 * - A document without prose has nothing to review: 0.
 */
export function qualityScore(readability: Readability, issues: readonly Issue[]): number {
  if (readability.words === 0) return 0;
  const points = issues.reduce((sum, { severity }) => sum + POINTS[severity], 0);
  const share = Math.min(1, WORDS_PER_ALLOWANCE / readability.words);
  const forIssues = Math.min(ISSUES_AT_MOST, points * share);
  const missing = EASY_ENOUGH - (readability.flesch_reading_ease ?? EASY_ENOUGH);
  const forReading = Math.min(READING_AT_MOST, Math.max(0, missing * 0.4));
  return Math.round(100 - forIssues - forReading);
}
