import { wordsOf } from "../text/words.ts";
import { summarize } from "./summarize.ts";

const TEXT = `Tutti runs workflows that are written as data. A workflow has actions, and each action may depend on others.

The weather was nice on the day of the release. Tutti starts an action of a workflow when all actions it depends on have ended. Coffee is served in the kitchen.

Each action of a workflow is written to a journal before the actions that depend on it start. MIT.`;

test("takes the sentences that the text is about, in their order", () => {
  const { summary, key_sentences: chosen, words } = summarize(TEXT, 55);
  expect(chosen.map(({ position }) => position)).toEqual([0, 1, 3, 5]);
  expect(summary).toBe(chosen.map(({ text }) => text).join(" "));
  expect(words).toBe(wordsOf(summary).length);
});

test("finds the words that others gather around", () => {
  expect(summarize(TEXT, 50).keywords.slice(0, 2).toSorted()).toEqual(["action", "workflow"]);
});

test("gives the best sentence the score 1", () => {
  const scores = summarize(TEXT, 200).key_sentences.map(({ score }) => score);
  expect(Math.max(...scores)).toBe(1);
  expect(Math.min(...scores)).toBeGreaterThan(0);
});

test.each([1, 5, 8, 20, 40, 100, 2000])("is never longer than %i words", (limit) => {
  const { summary, words } = summarize(TEXT, limit);
  expect(words).toBeLessThanOrEqual(limit);
  expect(wordsOf(summary)).toHaveLength(words);
});

test("cuts the best sentence when none fits", () => {
  const text = "One very long sentence goes on and on about nothing in particular, as some do.";
  expect(summarize(text, 4)).toMatchObject({
    summary: "One very long sentence…",
    key_sentences: [],
    words: 4,
  });
});

test("says nothing twice", () => {
  const { key_sentences: chosen } = summarize(`${TEXT} ${TEXT}`, 500);
  const texts = chosen.map(({ text }) => text);
  expect(new Set(texts).size).toBe(texts.length);
});

test("leaves fragments out, unless there is nothing else", () => {
  expect(summarize(TEXT, 500).summary).not.toContain("MIT");
  expect(summarize("MIT. Apache.", 10).summary).toBe("MIT. Apache.");
});

test.each(["", "  \n\n ", "… — !", "🎉"])("has nothing to say about %j", (text) => {
  expect(summarize(text, 100)).toEqual({ summary: "", key_sentences: [], keywords: [], words: 0 });
});

test("summarizes German without its function words", () => {
  const text =
    "Der Dirigent leitet das Orchester, und das Orchester spielt die Symphonie. Das Wetter ist schön. " +
    "Ohne den Dirigenten spielt das Orchester die Symphonie nicht gut.";
  const { summary, keywords } = summarize(text, 24);
  expect(summary).not.toContain("Wetter");
  expect(keywords).toContain("orchester");
  expect(keywords).not.toContain("das");
});

test("summarizes Japanese without adding spaces", () => {
  const text =
    "ワークフローはアクションの集まりです。今日は天気がいいです。アクションはワークフローの中で順番に実行されます。";
  const { summary, key_sentences: chosen } = summarize(text, 200);
  expect(chosen).toHaveLength(3);
  expect(summary).toBe(text);
});

test("a long text takes no long time", () => {
  const text = Array.from(
    { length: 5000 },
    (_, n) => `Sentence ${n} is about topic ${n % 70} and thing ${n % 9}.`,
  );
  expect(summarize(text.join(" "), 100).words).toBeGreaterThan(50);
});
