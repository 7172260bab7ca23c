import { isCostlyDateParse, isCostlyPicture } from "./picture";

test.each<[string, unknown, boolean]>([
  ["of ordinary length", "#,##0.00".padEnd(500, "0"), false],
  ["that is long", "0".repeat(501), true],
  ["that is no text", 5, false],
  ["with a width", "[Y,4-999]", false],
  ["with a huge width", "[Y,1000]", true],
  ["with a huge width at most", "[Y,4-1000]", true],
  ["with a huge width in its last part", "[H]:[m,2] [Y,99999]", true],
  ["with a huge width that is written with spaces", "[Y, 1 0\n00]", true],
  ["with many digits that are no width", "[Y0001]", false],
  ["with many digits outside of its parts", "0,1000 [Y]", false],
])("tells whether a picture %s is costly", (_name, picture, expected) => {
  expect(isCostlyPicture(picture)).toBe(expected);
});

test.each<[string, unknown, unknown, boolean]>([
  ["a short text", "2026", "[Y]", false],
  ["a text of 200 characters", "1".repeat(200), "[Y]", false],
  ["a longer text", "1".repeat(201), "[Y]", true],
  ["what is no text", 5, "[Ya][Ma][Da][Ha]", false],
  ["a picture that is none", "2026", undefined, false],
  ["a costly picture", "2026", "[Y,1000]", true],
])("tells whether parsing %s is costly", (_name, text, picture, expected) => {
  expect(isCostlyDateParse(text, picture)).toBe(expected);
});

describe("a date picture is costly when it can match in very many ways", () => {
  const isCostly = (picture: string): boolean => isCostlyDateParse("x", picture);

  test("as from four parts on that are words and touch", () => {
    expect(isCostly("[Ya][Ma][Da]")).toBe(false);
    expect(isCostly("[Ya][Ma][Da][Ha]")).toBe(true);
    expect(isCostly("on [Ya][Ma][Da][Ha]!")).toBe(true);
  });

  test.each(["N", "n", "W", "w", "A", "a", "I", "i", "1w", " w "])("as by words written as %s", (as) => {
    expect(isCostly(["Y", "M", "D", "H"].map((part) => `[${part}${as}]`).join(""))).toBe(true);
  });

  test.each(["F", "P", "C", "E"])("as by %s, which is a word unless it says otherwise", (part) => {
    expect(isCostly(`[${part}]`.repeat(4))).toBe(true);
    expect(isCostly(`[${part}0]`.repeat(4))).toBe(false);
  });

  test.each([", ", "-", " of ", ""])("as by words with %j between them, which words can hold", (between) => {
    expect(isCostly(["[Ya]", "[Ma]", "[Da]", "[Ha]"].join(between))).toBe(true);
  });

  test.each(["/", ".", " 1 "])("but not by words with %j between them", (between) => {
    expect(isCostly(["[Ya]", "[Ma]", "[Da]", "[Ha]"].join(between))).toBe(false);
  });

  test("as by numbers with digits between them", () => {
    expect(isCostly("[Y]10[M]10[D]10[H]")).toBe(true);
  });

  test.each(["[Y][M][D][H]", "[Y]-1[M]-1[D]-1[H]", "[Y]1-[M]1-[D]1-[H]", "[Y]1[Ma]1[D]1[Ha]1[m]"])(
    "but not as %s",
    (picture) => {
      expect(isCostly(picture)).toBe(false);
    },
  );
});
