import { sentencesOf, wordsAt, wordsOf } from "./words.ts";

test.each([
  ["It’s a well-known kitten's toy.", ["It’s", "a", "well", "known", "kitten's", "toy"]],
  ["Node.js 24.21 — fast!", ["Node.js", "24.21", "fast"]],
  ["", []],
  ["… 🎉 —", []],
])("finds the words of %j", (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test("finds words where no spaces are written", () => {
  expect(wordsOf("今日は良い天気です", "ja")).toEqual(["今日", "は", "良い", "天気", "です"]);
});

test("tells where a word ends", () => {
  expect(wordsAt("ab, cd")).toEqual([
    { word: "ab", end: 2 },
    { word: "cd", end: 6 },
  ]);
});

test.each([
  ["One is here. Two\nis there!  Three?", ["One is here.", "Two is there!", "Three?"]],
  [
    "Dr. Smith met Mr. Wu of the U.S. Navy. They left.",
    ["Dr. Smith met Mr. Wu of the U.S. Navy.", "They left."],
  ],
  ["Use v1.2.3 of example.com, e.g. now. Good.", ["Use v1.2.3 of example.com, e.g. now.", "Good."]],
  ["今日は晴れ。明日は雨。", ["今日は晴れ。", "明日は雨。"]],
  ["no full stop", ["no full stop"]],
  ["ends with Dr.", ["ends with Dr."]],
  ["… !!! —", []],
  ["", []],
])("finds the sentences of %j", (text, sentences) => {
  expect(sentencesOf(text)).toEqual(sentences);
});
