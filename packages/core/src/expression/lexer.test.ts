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

test.each([
  ["a / b", "operator /"],
  ["a) / b", "operator /"],
  ["5 / 2", "operator /"],
  ["* / 2", "operator /"],
  ["/ab/i", "regex /ab/i"],
  ["x ~> /ab/", "regex /ab/"],
  ["(/ab/)", "regex /ab/"],
  ["a and /ab/", "regex /ab/"],
  ["/[/]/", "regex /[/]/"],
  ["/a\\/b/", "regex /a\\/b/"],
  ["/(a{2})/m", "regex /(a{2})/m"],
])("tells division from a regular expression in %s", (text, expected) => {
  expect(tokens(text)).toContain(expected);
});

test.each(['"abc', "'abc", "`abc", "/abc", "/* abc", '"abc\\'])(
  "reads %s to its end, as not closed",
  (text) => {
    expect([...tokensOf(text)]).toMatchObject([{ end: expect.any(Number) as number, closed: false }]);
  },
);

test("reads any text to its end", () => {
  const everything = Array.from({ length: 0x250 }, (_, code) => String.fromCharCode(code)).join("");
  expect([...tokensOf(everything)].at(-1)?.end).toBe(everything.length);
});
