import type { Issue, Severity } from "./issues.ts";
import { qualityScore } from "./quality.ts";

function score(words: number, ease: number | null, ...severities: Severity[]): number {
  const readability = {
    words,
    flesch_reading_ease: ease,
    flesch_kincaid_grade: null,
    sentences: 1,
    syllables: 1,
    average_sentence_words: words,
    reading_minutes: 1,
    language: "en",
  };
  const issues = severities.map((severity): Issue => ({ code: "x", severity, message: "", line: 1 }));
  return qualityScore(readability, issues);
}

test.each([
  ["nothing to say", 100, score(500, 60)],
  ["an error", 92, score(500, 60, "error")],
  ["a warning and a remark", 95, score(500, 60, "warning", "info")],
  ["the same in twice the text", 96, score(1000, 60, "error")],
  ["more than there is to take", 20, score(100, 60, ...Array.from({ length: 99 }, () => "error" as const))],
  ["a difficult text", 92, score(500, 30)],
  ["the worst text", 0, score(100, -50, ...Array.from({ length: 99 }, () => "error" as const))],
  ["a text without a reading ease", 100, score(500, null)],
  ["no text", 0, score(0, null)],
])("%s: %i", (_, expected, actual) => {
  expect(actual).toBe(expected);
});
