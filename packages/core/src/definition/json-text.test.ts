import * as fc from "fast-check";
import { parseJsonText } from "./json-text";

test.each([
  ["", "line 1, column 1: expected a value, got the end of the text"],
  ["{", 'line 1, column 2: expected a key in double quotes or "}", got the end of the text'],
  ['{ "a": }', 'line 1, column 8: expected a value, got "}"'],
  ['{\n  "a": 1\n  "b": 2\n}', 'line 3, column 3: expected "," or "}", got "\\"b\\""'],
  ['{ "a" 1 }', 'line 1, column 7: expected ":", got "1"'],
  ['{ "a": 1, }', 'line 1, column 11: expected a key in double quotes, got "}"'],
  ["{ 'a': 1 }", 'line 1, column 3: expected a key in double quotes or "}", got "\'"'],
  ["{ a: 1 }", 'line 1, column 3: expected a key in double quotes or "}", got "a"'],
  ["[1, 2", 'line 1, column 6: expected "," or "]", got the end of the text'],
  ["[1 2]", 'line 1, column 4: expected "," or "]", got "2"'],
  ["[1,]", 'line 1, column 4: expected a value, got "]"'],
  ["[,1]", 'line 1, column 2: expected a value or "]", got ","'],
  ["[1]]", 'line 1, column 4: expected nothing more, got "]"'],
  ["[}", 'line 1, column 2: expected a value or "]", got "}"'],
  ["[01]", 'line 1, column 2: expected a value or "]", got "01"'],
  ["[True]", 'line 1, column 2: expected a value or "]", got "True"'],
  ["// no\n1", 'line 1, column 1: expected a value, got "/"'],
  [
    '["a\n"]',
    'line 1, column 2: expected text that ends in a double quote, with \\n for a line break, got "\\"a"',
  ],
  [
    '["\\x"]',
    'line 1, column 2: expected text that ends in a double quote, with \\n for a line break, got "\\"\\\\x\\""',
  ],
])("tells where %j is no JSON", (text, problem) => {
  expect(parseJsonText(text)).toEqual({ problem: `Invalid JSON at ${problem}` });
});

test("gives the value of JSON", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(parseJsonText(text)).toEqual({ value: JSON.parse(text) as unknown });
    }),
  );
});

test("finds the mistake in whatever JSON.parse refuses", () => {
  const piece = fc.constantFrom(
    ...Array.from('{}[],:"\\n \n-01.e+trufalsn'),
    "true",
    "null",
    '"a"',
    "\\u00e9",
    "1.5e3",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const found = parseJsonText(pieces.join(""));
      // This would mean that the finder's grammar allows what JSON.parse does not.
      expect(JSON.stringify(found)).not.toContain("expected nothing more, got the end");
    }),
    { numRuns: 5000 },
  );
});

test("never runs out of stack", () => {
  expect(parseJsonText("[".repeat(500_000))).toEqual({
    problem: 'Invalid JSON at line 1, column 500001: expected a value or "]", got the end of the text',
  });
});
