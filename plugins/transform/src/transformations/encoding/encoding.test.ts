import { apply, failure } from "../../testing/run";

describe("parse_json", () => {
  it.each(['""', "0", "false", "null", '{"a":{"constructor":"Ferrari"}}', '["👨‍👩‍👧","e\u0301"]'])(
    "reads %s",
    async (input) => {
      await expect(apply("parse_json", input)).resolves.toEqual(JSON.parse(input));
    },
  );

  it.each([
    ["", "wants JSON, got empty text"],
    [" \n", "wants JSON, got empty text"],
    ["{'a':1}", "wants JSON: "],
    ["[1,]", "wants JSON: "],
  ])("refuses %j", async (input, message) => {
    const error = await failure("parse_json", input);
    expect(error.code).toBe("INVALID_INPUT");
    expect(error.message).toContain(message);
  });

  it("refuses __proto__ and numbers that are too big", async () => {
    const error = await failure("parse_json", '{"a":[{"__proto__":{"admin":true}}]}');
    expect(error.code).toBe("INVALID_RESULT");
    expect(error.message).toContain('the key "__proto__" is refused (at a[0])');
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
    expect((await failure("parse_json", "[1e999]")).message).toContain(
      "Infinity is not a JSON number (at [0])",
    );
  });
});

describe("to_json", () => {
  it.each([[null], [""], [0], [false], ["👨‍👩‍👧"], [[]], [{}]])(
    "writes %j as parse_json reads it",
    async (value) => {
      const text = await apply("to_json", value);
      await expect(apply("parse_json", text)).resolves.toEqual(value);
    },
  );
});

describe("YAML", () => {
  it.each([
    ["a: yes\nb: 2026-01-01\nc: 012\nd: 0o14\ne: ~", { a: "yes", b: "2026-01-01", c: 12, d: 12, e: null }],
    // A directive for YAML 1.1 would bring dates, sets and another idea of "yes".
    ["%YAML 1.1\n---\na: yes\nb: 2026-01-01\n", { a: "yes", b: "2026-01-01" }],
    ["a: &x [1]\nb: *x", { a: [1], b: [1] }],
    ["<<: {a: 1}\nb: 2", { "<<": { a: 1 }, b: 2 }],
    ["1: a", { "1": "a" }],
    ["👨‍👩‍👧: e\u0301", { "👨‍👩‍👧": "e\u0301" }],
    ["# nothing", null],
  ])("reads %j", async (input, result) => {
    await expect(apply("parse_yaml", input)).resolves.toEqual(result);
  });

  it.each([
    ["a: 1\na: 2", "Map keys must be unique at line 2, column 1"],
    ["a: [1,\nb: 2", "at line 2, column 1"],
    ["a: 1\n---\nb: 2", "Source contains multiple documents"],
    ["a: !!js/function 'x'", "Unresolved tag"],
    ["a: !!binary aGk=", "Unresolved tag"],
    ["a: *nobody", "Unresolved alias"],
    [`${"[".repeat(20_000)}${"]".repeat(20_000)}`, "Maximum call stack size exceeded"],
  ])("refuses what is not plain YAML (%#)", async (input, message) => {
    const error = await failure("parse_yaml", input);
    expect(error.code).toBe("INVALID_INPUT");
    expect(error.message).toContain("parse_yaml: wants YAML: ");
    expect(error.message).toContain(message);
    expect(error.message.length).toBeLessThan(300);
  });

  it("stops an alias bomb", async () => {
    const levels = Array.from({ length: 9 }, (_, level) => {
      const item = level === 0 ? "x" : `*a${level - 1}`;
      return `a${level}: &a${level} [${Array(9).fill(item).join(", ")}]`;
    });
    const start = performance.now();
    expect((await failure("parse_yaml", levels.join("\n"))).message).toContain("Excessive alias count");
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it.each([
    ["&a [*a]", "it contains itself"],
    ["a: .nan", "NaN is not a JSON number (at a)"],
    ["b: [-.inf]", "-Infinity is not a JSON number (at b[0])"],
    ["__proto__: {admin: true}", 'the key "__proto__" is refused'],
  ])("refuses the value of %j", async (input, message) => {
    const error = await failure("parse_yaml", input);
    expect(error.code).toBe("INVALID_RESULT");
    expect(error.message).toContain(message);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  it.each([
    [null],
    [""],
    ["yes"],
    ["1"],
    ["a: b"],
    ["a\nb\n"],
    [{ "": [] }],
    [[{ a: { b: null } }, 1.5, true]],
  ])("writes %j as it reads it", async (value) => {
    const text = await apply("to_yaml", value, { indent: 4 });
    await expect(apply("parse_yaml", text)).resolves.toEqual(value);
  });

  it("writes equal objects twice, without anchors, and long lines whole", async () => {
    const shared = { a: "word ".repeat(50).trim() };
    const text = await apply("to_yaml", [shared, shared]);
    expect(text).toBe(`- a: ${shared.a}\n- a: ${shared.a}\n`);
  });
});

describe("Base64", () => {
  it.each(["", "a", "hello", "👨‍👩‍👧 e\u0301 ß", "\u0000\ufeff"])("gives %j back", async (text) => {
    for (const url_safe of [true, false]) {
      const encoded = await apply("base64_encode", text, { url_safe });
      await expect(apply("base64_decode", encoded)).resolves.toBe(text);
    }
  });

  it("reads lines as in mails", async () => {
    await expect(apply("base64_decode", "aGVs\r\nbG8=\n")).resolves.toBe("hello");
  });

  it.each([
    ["a", 'wants Base64, got text ("a")'],
    ["aGk=aGk=", 'wants Base64, got text ("aGk=aGk=")'],
    ["hé", 'wants Base64, got text ("hé")'],
    ["gICA", "the decoded bytes are not UTF-8 text"],
  ])("refuses %j", async (input, message) => {
    expect((await failure("base64_decode", input)).message).toContain(message);
  });
});

describe("hash", () => {
  it.each([
    ["", {}, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ["", { algorithm: "md5" }, "d41d8cd98f00b204e9800998ecf8427e"],
    ["abc", { algorithm: "sha1" }, "a9993e364706816aba3e25717850c26c9cd0d89d"],
    [
      "abc",
      { algorithm: "sha512", encoding: "base64" },
      "3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==",
    ],
    ["é", {}, "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"],
  ])("of %j with %j", async (input, options, result) => {
    await expect(apply("hash", input, options)).resolves.toBe(result);
  });
});

describe.each(["parse_json", "parse_csv", "parse_yaml", "base64_encode", "base64_decode", "hash"])(
  "%s",
  (name) => {
    it.each([null, 1, true, ["a"], {}])("wants text, not %j", async (input) => {
      const error = await failure(name, input);
      expect(error.code).toBe("INVALID_INPUT");
      expect(error.message).toContain("wants text, got ");
    });
  },
);
