import * as fc from "fast-check";
import { hasTemplate, splitTemplate, type SplitText } from "./split";

function split(text: string): SplitText {
  const result = splitTemplate(text);
  if (!result.ok) throw new Error(result.problem.reason);
  return result.value;
}

test.each<[string, string[], string[]]>([
  ["", [""], []],
  ["no template }}", ["no template }}"], []],
  ["{{a}}", ["", ""], ["a"]],
  ["Hi {{ name }}!", ["Hi ", "!"], ["name"]],
  ["{{a}}{{b}}", ["", "", ""], ["a", "b"]],
  ["{{a}}}", ["", "}"], ["a"]],
  ["{a: {{b}}}", ["{a: ", "}"], ["b"]],
  ['{{ {"a": {"b": 1}} }}', ["", ""], ['{"a": {"b": 1}}']],
  ['{{{"a":{"b":1}}}}', ["", ""], ['{"a":{"b":1}}']],
  ["{{ \"}}\" }} and {{ '}}' }}", ["", " and ", ""], ['"}}"', "'}}'"]],
  ['{{ "\\"}}" }}', ["", ""], ['"\\"}}"']],
  ["{{ a /* }} */ }}", ["", ""], ["a /* }} */"]],
  ["{{ `}}` }}", ["", ""], ["`}}`"]],
  // In JSONata an unescaped } inside / / closes nothing, and the expression would not parse.
  ["{{ $contains(a, /\\}\\}/) }}", ["", ""], ["$contains(a, /\\}\\}/)"]],
  ["{{ $contains(a, /a{2}/) }}", ["", ""], ["$contains(a, /a{2}/)"]],
  ["{{ a / b }} {{ c / d }}", ["", " ", ""], ["a / b", "c / d"]],
  ['{{"{{"}}name}}', ["", "name}}"], ['"{{"']],
  ["{{ items{id: name} }}", ["", ""], ["items{id: name}"]],
])("cuts %j", (text, literals, expressions) => {
  expect(split(text)).toEqual({ literals, expressions });
});

test.each([
  ["{{a", 'Close it with }}. For a literal {{ in the text write {{"{{"}}.'],
  ["{{a}} {{b", 'Close it with }}. For a literal {{ in the text write {{"{{"}}.'],
  ['{{ {"a": 1 }}', 'Close it with }}. For a literal {{ in the text write {{"{{"}}.'],
  ['{{ "abc }} {{b}}', 'A " inside it is not closed.'],
  ["{{ /* abc }}", "A /* inside it is not closed."],
  ["{{ `abc }}", "A ` inside it is not closed."],
])("refuses %j, which is not closed", (text, hint) => {
  const result = splitTemplate(text);
  expect(result).toMatchObject({ ok: false, problem: { reason: "{{ is not closed with }}", hint } });
});

test("tells whether a text holds a template", () => {
  expect([hasTemplate("Hi {{name}}"), hasTemplate("Hi {name}"), hasTemplate("}}")]).toEqual([
    true,
    false,
    false,
  ]);
});

const literalText = fc.string().filter((text) => !text.includes("{{") && !text.endsWith("{"));

// Texts that no part of an expression can end early.
const expressionText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "a",
        "$item.x",
        "1",
        "and",
        "(b)",
        '{"a": {"b": 1}}',
        "[1]",
        "/\\}\\}/ ~> x",
        "/* }} */",
      ),
      fc.string().map((text) => JSON.stringify(text)),
      fc.string().map((text) => `\`${text.replaceAll("`", "")}\``),
    ),
    { minLength: 1, maxLength: 6 },
  )
  // An operator in between makes the next part start where an operand is due.
  .map((parts) => parts.join(" & ").trim());

test("finds the parts that a text was put together from", () => {
  const parts = fc.array(fc.tuple(expressionText, literalText), { maxLength: 4 });
  fc.assert(
    fc.property(literalText, parts, (head, rest) => {
      const text = head + rest.map(([expression, literal]) => `{{ ${expression} }}${literal}`).join("");
      expect(split(text)).toEqual({
        literals: [head, ...rest.map(([, literal]) => literal)],
        expressions: rest.map(([expression]) => expression),
      });
    }),
  );
});

test("answers for any text, with literals that stand in it", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("{", "}", '"', "a", "/", "*", "`", "\\", " ") }),
      (text) => {
        const result = splitTemplate(text);
        const { literals, expressions } = result.ok ? result.value : { literals: [""], expressions: [] };
        expect(literals).toHaveLength(expressions.length + 1);
        expect(literals.every((literal) => text.includes(literal) && !hasTemplate(literal))).toBe(true);
      },
    ),
  );
});
