import { apply, failure } from "../../testing/run";

const FAMILY = "👨‍👩‍👧";
const ACCENT = "e\u0301";

describe("upper and lower case", () => {
  it.each([
    ["uppercase", "", ""],
    ["uppercase", "aBcD", "ABCD"],
    ["uppercase", "straße", "STRASSE"],
    ["uppercase", `${ACCENT}${FAMILY}`, `E\u0301${FAMILY}`],
    ["uppercase", "istanbul", "ISTANBUL"],
    ["lowercase", "", ""],
    ["lowercase", "ΌΣΟΣ", "όσος"],
    // Without a locale "İ" keeps its dot as a mark of its own.
    ["lowercase", "İI", "i\u0307i"],
    ["capitalize", "", ""],
    ["capitalize", `${FAMILY} HI`, `${FAMILY} hi`],
    ["capitalize", "𐐨𐐨", "𐐀𐐨"],
    ["title_case", "", ""],
    [
      "title_case",
      `${ACCENT}cole d'${ACCENT}t${ACCENT}: 2nd PART`,
      `E\u0301cole D'${ACCENT}t${ACCENT}: 2nd Part`,
    ],
    ["title_case", `${FAMILY}family day`, `${FAMILY}Family Day`],
  ])("%s of %j", async (transformation, input, result) => {
    await expect(apply(transformation, input)).resolves.toBe(result);
  });

  it.each([
    ["uppercase", "istanbul ı", "İSTANBUL I"],
    ["lowercase", "İSTANBUL I", "istanbul ı"],
    ["capitalize", "istanbul", "İstanbul"],
    ["title_case", "izmir ili", "İzmir İli"],
  ])("%s of %j in Turkish", async (transformation, input, result) => {
    await expect(apply(transformation, input, { locale: "tr" })).resolves.toBe(result);
  });
});

describe("names", () => {
  it.each([
    ["", { camel: "", snake: "", kebab: "" }],
    [
      "HTTPRequest to-send",
      { camel: "httpRequestToSend", snake: "http_request_to_send", kebab: "http-request-to-send" },
    ],
    ["item2Name", { camel: "item2Name", snake: "item_2_name", kebab: "item-2-name" }],
    ["__a__", { camel: "a", snake: "a", kebab: "a" }],
    [`${ACCENT}cole ${ACCENT}te`, { camel: "écoleÉte", snake: "école_éte", kebab: "école-éte" }],
    ["straße größe", { camel: "straßeGröße", snake: "straße_größe", kebab: "straße-größe" }],
    ["日本 語", { camel: "日本語", snake: "日本_語", kebab: "日本-語" }],
  ])("of %j", async (input, { camel, snake, kebab }) => {
    await expect(apply("camel_case", input)).resolves.toBe(camel);
    await expect(apply("snake_case", input)).resolves.toBe(snake);
    await expect(apply("kebab_case", input)).resolves.toBe(kebab);
  });
});

describe("slugify", () => {
  it.each([
    ["", {}, ""],
    ["Straße İstanbul", {}, "strasse-istanbul"],
    [`${ACCENT}t${ACCENT} ${FAMILY}!`, {}, "ete"],
    ["日本語", {}, ""],
    ["Hello World", { lowercase: false, separator: "." }, "Hello.World"],
    ["Müller", { locale: "de" }, "mueller"],
  ])("of %j with %j", async (input, options, result) => {
    await expect(apply("slugify", input, options)).resolves.toBe(result);
  });
});

describe("trim", () => {
  it.each([
    ["", {}, ""],
    ["\u00a0 a b \t", {}, "a b"],
    [" a ", { side: "start" }, "a "],
    [" a ", { side: "end" }, " a"],
    ["-=a-b=-", { characters: "=-" }, "a-b"],
    ["]a]", { characters: "]", side: "start" }, "a]"],
    ["", { characters: "x" }, ""],
    ["xxx", { characters: "x" }, ""],
    [`${FAMILY}a${FAMILY}`, { characters: FAMILY }, "a"],
    // A part of an emoji is not the emoji.
    [`${FAMILY}a`, { characters: "👨" }, `${FAMILY}a`],
  ])("of %j with %j", async (input, options, result) => {
    await expect(apply("trim", input, options)).resolves.toBe(result);
  });
});

describe("truncate", () => {
  it.each([
    ["", { length: 0 }, ""],
    ["abc", { length: 3 }, "abc"],
    ["abcd", { length: 3 }, "ab…"],
    ["abcd", { length: 0 }, ""],
    ["abcd", { length: 2, suffix: "..." }, ".."],
    [`${FAMILY}${FAMILY}${FAMILY}`, { length: 2 }, `${FAMILY}…`],
    [`${ACCENT}${ACCENT}${ACCENT}`, { length: 2, suffix: "" }, `${ACCENT}${ACCENT}`],
  ])("of %j with %j", async (input, options, result) => {
    await expect(apply("truncate", input, options)).resolves.toBe(result);
  });

  it("reads only the start of a huge text", async () => {
    const start = performance.now();
    await expect(apply("truncate", "x".repeat(5_000_000), { length: 5 })).resolves.toBe("xxxx…");
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe("replace", () => {
  it.each([
    ["", { search: "a", replacement: "b" }, ""],
    ["a.b.c", { search: ".", replacement: "$&" }, "a$&b$&c"],
    ["a.b.c", { search: ".", replacement: "$1", all: false }, "a$1b.c"],
    [`a${FAMILY}b`, { search: FAMILY, replacement: "-" }, "a-b"],
  ])("of %j with %j takes both texts literally", async (input, options, result) => {
    await expect(apply("replace", input, options)).resolves.toBe(result);
  });
});

describe("split and join", () => {
  it.each([
    [`a${FAMILY}${ACCENT}`, { separator: "" }, ["a", FAMILY, ACCENT]],
    ["a\nb", { separator: "\n" }, ["a", "b"]],
    [" a , b", {}, [" a ", " b"]],
    [" , ", { trim: true, omit_empty: true }, []],
    ["abc", {}, ["abc"]],
  ])("split of %j with %j", async (input, options, result) => {
    await expect(apply("split", input, options)).resolves.toEqual(result);
  });

  it.each([
    [[], {}, ""],
    [["a", null, 1.5, true], { separator: "|" }, "a||1.5|true"],
    [["a", FAMILY], { separator: "" }, `a${FAMILY}`],
  ])("join of %j with %j", async (input, options, result) => {
    await expect(apply("join", input, options)).resolves.toBe(result);
  });

  it("join refuses objects, and says which item", async () => {
    const { code, message } = await failure("join", ["a", { b: 1 }]);
    expect(code).toBe("INVALID_INPUT");
    expect(message).toBe(
      "join: wants a list of texts, got a list of 2 items ([1] must be text, a number, true, false or null). " +
        "Correct input or input_field.",
    );
  });
});

describe.each([
  ["uppercase", {}],
  ["lowercase", {}],
  ["capitalize", {}],
  ["title_case", {}],
  ["camel_case", {}],
  ["snake_case", {}],
  ["kebab_case", {}],
  ["slugify", {}],
  ["trim", {}],
  ["truncate", { length: 3 }],
  ["replace", { search: "a" }],
  ["split", {}],
])("%s", (transformation, options) => {
  it.each([
    [null, "null", 'Give a default where the value may be null: {{path ?: "default"}}.'],
    [5, "the number 5", "Turn it into text first with the transformation to_json, or join for a list."],
    [
      ["a"],
      "a list of 1 item",
      "Turn it into text first with the transformation to_json, or join for a list.",
    ],
  ])("wants text, not %j", async (input, got, advice) => {
    const { code, message } = await failure(transformation, input, options);
    expect(code).toBe("INVALID_INPUT");
    expect(message).toBe(`${transformation}: wants text, got ${got}. ${advice}`);
  });
});
