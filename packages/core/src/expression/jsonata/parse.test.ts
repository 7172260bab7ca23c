import { compileExpression } from "../expression";
import { compiled, evaluate, problemOf } from "../testing/scope";

test.each<[string, string, number]>([
  ["a +", "unexpected end of expression", 3],
  ["(a", 'expected ")" before end of expression', 2],
  ['{"a": 1', 'expected "}" before end of expression', 7],
  ["a b", 'unexpected "b"', 3],
  ["a..b", 'unexpected ".."', 3],
  ['"abc', "string literal must be terminated by a matching quote", 4],
  ["/abc", "no terminating / in regular expression", 4],
  ["/* abc", "comment has no closing tag", 0],
  ['"\\q"', 'unsupported escape sequence: \\"q"', 2],
  ["1e999", 'number out of range: "1e999"', 0],
  ["a.true", "the literal value true cannot be used as a step within a path expression", 6],
  ["function(x) { 1 }", "parameter 1 of function definition must be a variable name (start with $)", 10],
])("tells why and where %s does not parse", (source, reason, position) => {
  expect(problemOf(source)).toEqual({ expression: source, path: [], reason, position });
});

test.each(["", "  ", "\n"])("refuses an empty expression: %j", (source) => {
  expect(problemOf(source)).toEqual({ expression: source, path: [], reason: "it is empty" });
});

test.each([
  ["a == 1", "JSONata compares with a single =: a = b."],
  ["a === 1", "JSONata compares with a single =, and never converts types: a = b."],
  ["a !== 1", "JSONata compares with !=, and never converts types: a != b."],
  ["a && b", "JSONata writes this as and: a and b."],
  ["a || b", "JSONata writes this as or: a or b."],
  ["!a", "JSONata negates with a function: $not(x)."],
  ["not a", "JSONata negates with a function: $not(x)."],
  ["a?.b", "JSONata needs no ?.: a path through a missing value has no value. Write a.b."],
  ["name | upper", "JSONata has no filters behind a |: call a function, such as $uppercase(name)."],
  ["$map(a, x => x.b)", "JSONata writes a function as function($x) { $x + 1 }."],
  ["a <> b", "JSONata writes unequal as !=: a != b."],
  ["if (a) b", "JSONata writes this as condition ? value : other."],
  ["${a}", "The braces of a template are enough: {{name}}, without ${ }."],
  ['\\"a\\"', "Quotes need no backslash here: write \"text\" or 'text'."],
  ['a = \\"b\\"', "Quotes need no backslash here: write \"text\" or 'text'."],
  ['"a" + b', 'JSONata joins text with &: "Hi " & name.'],
  ["a + 'b'", 'JSONata joins text with &: "Hi " & name.'],
  ["items.length()", "Write $count(array) for how many items, $length(text) for how many characters."],
  ["len(items)", "Write $count(array) for how many items, $length(text) for how many characters."],
  ["name.toUpperCase()", "Write $uppercase(text)."],
  ["sum(items.price)", "Function names start with $: write $sum(…)."],
  ["frobnicate(a)", "Function names start with $, such as $count(array)."],
  ["$counte(a)", "Did you mean $count?"],
  ["$frobnicate(a)", "JSONata's functions: https://docs.jsonata.org."],
  ["a ~> $counte", "Did you mean $count?"],
])("hints at what to write instead of %s", (source, hint) => {
  expect(problemOf(source).hint).toBe(hint);
});

test.each([
  'a = "x == y"',
  "a = '&& ||'",
  "`a == b`.c",
  "a /* b == c */",
  "a ~> /a||b/",
  "a != b",
  "a.length",
  "$not(a)",
])("takes %s for what it is", (source) => {
  expect(compileExpression(source)).toMatchObject({ ok: true });
});

test.each([
  ['"a == b', "A slip in a string gets no hint"],
  ["a +", "nor does what shows no slip"],
])("gives no hint for %s", (source) => {
  expect(problemOf(source).hint).toBeUndefined();
});

test.each([
  ['$eval("1")', "$eval is not available: expressions are checked when the workflow is created"],
  ["$map(a, $eval)", "$eval is not available: expressions are checked when the workflow is created"],
  ["a ~> $eval", "$eval is not available: expressions are checked when the workflow is created"],
  ["($clone := function($x) { $x }; a ~> |b|{}|)", "$clone can't be given another meaning"],
  ["$map(a, function($clone) { 1 })", "$clone can't be given another meaning"],
  ["$item(1)", "there is no function $item"],
])("refuses %s", (source, reason) => {
  expect(problemOf(source).reason).toBe(reason);
});

test("lets an expression have functions of its own", async () => {
  await expect(evaluate("($eval := function($x) { $x + 1 }; $eval(1))")).resolves.toBe(2);
  await expect(evaluate('{"f": function($x) { $x + 1 }}.f(1)')).resolves.toBe(2);
  await expect(evaluate('($o := {"double": function($x) { $x * 2 }}; $o.double(4))')).resolves.toBe(8);
});

test.each([
  ["brackets", "(".repeat(1000) + "1" + ")".repeat(1000), "it nests deeper than 200"],
  ["predicates", "a" + "[b".repeat(1000) + "]".repeat(1000), "it nests deeper than 200"],
  ["a chain", Array(2000).fill('"a"').join("&"), "it nests or chains deeper than 500"],
  [
    "a long chain",
    Array(30_000).fill('"a"').join("&"),
    "it is longer than 50000 parts, with the left sides of ?? and ?: counted twice",
  ],
  ["minus signs", "-".repeat(9000) + "1", "it nests too deeply"],
  [
    "defaults of defaults",
    "(".repeat(40) + "a" + " ?? 1)".repeat(40),
    "it is longer than 50000 parts, with the left sides of ?? and ?: counted twice",
  ],
  [
    "elvis of elvis",
    "(".repeat(40) + "a" + " ?: 1)".repeat(40),
    "it is longer than 50000 parts, with the left sides of ?? and ?: counted twice",
  ],
])("refuses %s that would cost too much to parse or to evaluate", (_, source, reason) => {
  expect(problemOf(source).reason).toBe(reason);
});

test.each([
  ["nested", "(".repeat(190) + "1" + ")".repeat(190)],
  ["chained", Array(400).fill('"a"').join("&")],
  ["with many defaults", Array(200).fill("a.b").join(" ?? ") + " ?? 1"],
  ["with many keys", `{${Array.from({ length: 400 }, (_, i) => `"k${i}": a.b ?? ${i}`).join(",")}}`],
])("bears an expression that is %s", async (_, source) => {
  await expect(evaluate(source, {})).resolves.toBeDefined();
});

test("shortens what the parser quotes from a huge expression", () => {
  expect(problemOf("1".repeat(10_000)).reason).toHaveLength(300);
});

// JSONata's parser copies the left side through JSON, which loses these.
test.each([
  ['$match("abc", /b/).match ?? "none"', "b"],
  ['$match("abc", /x/).match ?? "none"', "none"],
  ['$replace("abc", /b/, "x") ?: "none"', "axc"],
  ["(function($x)<n:n> { $x + 1 })(1) ?? 5", 2],
])("keeps regular expressions and signatures on the left of a default: %s", async (source, expected) => {
  await expect(evaluate(source)).resolves.toBe(expected);
});

test("the tree of ast() is the one that is evaluated", async () => {
  // Everything in this folder that changes the tree builds on this; `$error` is renamed in it.
  await expect(evaluate('$error("stop")', {}, { variables: { error: { message: "m" } } })).rejects.toThrow(
    "stop",
  );
  expect(compiled("$error.message").references).toHaveLength(1);
});
