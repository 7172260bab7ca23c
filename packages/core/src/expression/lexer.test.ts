import { tokensOf } from "./lexer";

function tokens(text: string): string[] {
  return [...tokensOf(text)].map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);
}

test("cuts an expression into names, numbers, variables, strings and operators", () => {
  expect(tokens('$sum(a.b) >= 1.5 & "x"')).toEqual([
    "word $sum",
    "operator (",
    "word a",
    "operator .",
    "word b",
    "operator )",
    "operator >=",
    "word 1",
    "operator .",
    "word 5",
    "operator &",
    'string "x"',
  ]);
});

test.each([
  ['"a \\" b"', ['string "a \\" b"']],
  ["'a \" b'", ["string 'a \" b'"]],
  ["`a b`.c", ["quoted-name `a b`", "operator .", "word c"]],
  ["/* } */ a", ["comment /* } */", "word a"]],
  ["it's", ["word it's"]],
])("keeps %s together", (text, expected) => {
  expect(tokens(text)).toEqual(expected);
});

test.each(["..", ":=", "!=", ">=", "<=", "**", "~>", "?:", "??"])("takes %s as one operator", (sign) => {
  expect(tokens(`a${sign}b`)).toEqual(["word a", `operator ${sign}`, "word b"]);
  expect(tokens(`${sign.charAt(0)} ${sign.charAt(1)}`)).toHaveLength(2);
});

test.each(Array.from(".[]{}(),@#;:?+-*%|=<>^&!~"))("ends a name at %s, an operator of its own", (sign) => {
  expect(tokens(`a${sign}b`)).toEqual(["word a", `operator ${sign}`, "word b"]);
});

test.each(Array.from(" \t\n\r\v"))("leaves out the white space %j", (space) => {
  expect(tokens(`${space}a${space}${space}b${space}`)).toEqual(["word a", "word b"]);
});

test("begins where it is told to", () => {
  expect([...tokensOf("a {{b}}", 4)].map(({ start }) => start)).toEqual([4, 5, 6]);
});

test.each([
  ["a / b", "operator /"],
  ["a) / b", "operator /"],
  ["5 / 2", "operator /"],
  ["a] / b", "operator /"],
  ["} / b", "operator /"],
  ['"a" / b', "operator /"],
  ["`a` / b", "operator /"],
  ["/a/ / b", "operator /"],
  ["a /* b */ / c", "operator /"],
  ["* / 2", "operator /"],
  ["** / 2", "operator /"],
  ["% / 2", "operator /"],
  ["and / 2", "operator /"],
  ["a.b / 2", "operator /"],
  ["/ab/i", "regex /ab/i"],
  ["x ~> /ab/", "regex /ab/"],
  ["(/ab/)", "regex /ab/"],
  ["/* a */ /ab/", "regex /ab/"],
  ["a * /ab/", "regex /ab/"],
  ["a % /ab/", "regex /ab/"],
  ["a ** /ab/", "regex /ab/"],
  ["[/ab/]", "regex /ab/"],
  ["a and /ab/", "regex /ab/"],
  ["a or /ab/", "regex /ab/"],
  ["a in /ab/", "regex /ab/"],
  ["/ab/img", "regex /ab/im"],
  ["/ab/gi", "regex /ab/"],
  ["/(/)/", "regex /(/)/"],
  ["/{/}/", "regex /{/}/"],
  ["/\\(/ a", "regex /\\(/"],
  ["/\\)/ a", "regex /\\)/"],
  ["/a\\\\/ b", "regex /a\\\\/"],
  ["/a\\\\\\/b/ c", "regex /a\\\\\\/b/"],
  ["/[/]/", "regex /[/]/"],
  ["/a\\/b/", "regex /a\\/b/"],
  ["/(a{2})/m", "regex /(a{2})/m"],
])("tells division from a regular expression in %s", (text, expected) => {
  expect(tokens(text)).toContain(expected);
});

test.each(['"abc', "'abc", "`abc", "/abc", "/* abc", '"abc\\'])(
  "reads %s to its end, as not closed",
  (text) => {
    expect(tokens(text)).toHaveLength(1);
    expect([...tokensOf(text)]).toMatchObject([{ end: expect.any(Number) as number, closed: false }]);
  },
);

test("closes all else", () => {
  const text = "a + \"b\" & 'c' ~> `d` /* e */ ~> /f/";
  expect([...tokensOf(text)].every(({ closed }) => closed)).toBe(true);
});

test("reads any text to its end", () => {
  const everything = Array.from({ length: 0x250 }, (_, code) => String.fromCharCode(code)).join("");
  expect([...tokensOf(everything)].at(-1)?.end).toBe(everything.length);
});
