import { guessLanguage } from "./language.ts";
import { wordsOf } from "./words.ts";

test.each([
  ["en", "The workflow starts when the document is there, and it ends with a summary."],
  ["de", "Der schnelle braune Fuchs springt über den faulen Hund, und das ist ein ganzer Satz."],
  ["fr", "Le renard brun saute par-dessus le chien paresseux, et c'est une phrase entière."],
  ["es", "El zorro marrón salta sobre el perro perezoso de la casa y se va por la noche."],
  ["ru", "Сегодня хорошая погода, и мы пойдем гулять в парк, а потом на реку."],
  ["ja", "今日は良い天気です。散歩に行きましょう。"],
])("tells %s", (tag, text) => {
  expect(guessLanguage(wordsOf(text)).tag).toBe(tag);
});

test.each(["", "Go!", "npm ci", "Install Node 24."])("does not guess from %j", (text) => {
  expect(guessLanguage(wordsOf(text)).tag).toBe("und");
});

test("knows the words without a topic", () => {
  const { stopWords } = guessLanguage(wordsOf("The cat is on the mat, and it is the best of all."));
  expect(["the", "will", "is"].filter((word) => stopWords.has(word))).toEqual(["the", "will", "is"]);
  expect(stopWords.has("cat")).toBe(false);
});
