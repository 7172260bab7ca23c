import { apply, failure, refusals } from "../../testing/run";

describe("parse_csv", () => {
  it.each([
    ["a,b\r\n1,2\r\n", {}, [{ a: "1", b: "2" }]],
    ["\ufeffa\n1", {}, [{ a: "1" }]],
    ["a,b\n\n1,2\n\n", {}, [{ a: "1", b: "2" }]],
    ["a\n", {}, []],
    ["", { header: false }, []],
    ['a\n"say ""hi"", twice\nover"', {}, [{ a: 'say "hi", twice\nover' }]],
    ["a\tb\n1,5\t 2 ", { delimiter: "\t", trim: true }, [{ a: "1,5", b: "2" }]],
    ["n\n👨‍👩‍👧 e\u0301 ß", {}, [{ n: "👨‍👩‍👧 e\u0301 ß" }]],
    ["constructor,toString\n1,2", {}, [{ constructor: "1", toString: "2" }]],
  ])("of %j with %j", async (input, options, result) => {
    await expect(apply("parse_csv", input, options)).resolves.toEqual(result);
  });

  it.each([
    ['a,b\n1,2\n3,"4', "Quote Not Closed: the parsing is finished with an opening quote at line 3"],
    ['a,b\n1,x"2', 'a quote is found on field 1 at line 2, value is "x"'],
    ["a,b\n1,2\n1,2,3", "expect 2, got 3 on line 3"],
    ["a,b,a\n1,2,3", 'two columns of the header (line 1) are named "a"'],
  ])("refuses %j, naming the line", async (input, message) => {
    const error = await failure("parse_csv", input);
    expect(error.code).toBe("INVALID_INPUT");
    expect(error.message).toContain(message);
  });

  it("refuses a column named __proto__", async () => {
    expect((await failure("parse_csv", "__proto__,b\n1,2")).message).toContain(
      'the key "__proto__" is refused',
    );
  });

  it.each([
    ["", "must be one character"],
    [";;", "must be one character"],
    ['"', "can't be a double quote"],
    ["\n", "can't be a double quote or a line break"],
  ])("refuses the delimiter %j", (delimiter, message) => {
    expect(refusals({ transformation: "parse_csv", input: "", delimiter })[0]).toContain(message);
  });
});

describe("to_csv", () => {
  it.each([
    [[], {}, ""],
    [[], { columns: ["a", "b"] }, "a,b\n"],
    [[{}], {}, "\n"],
    [[{ a: 1 }], { header: false, line_ending: "crlf" }, "1\r\n"],
    [[{ a: 1, b: 2 }], { columns: ["b", "toString"] }, "b,toString\n2,\n"],
    [[{ "a.b": 1, a: { b: 2 } }], {}, 'a.b,a\n1,"{""b"":2}"\n'],
    [[["a;b", 'c"d', "e\nf"]], { delimiter: ";" }, '"a;b";"c""d";"e\nf"\n'],
    [[["=1+1", "-2", 3]], { escape_formulas: true }, "'=1+1,'-2,3\n"],
    [[[true, false, null, "", 0, 1.5, [1]]], {}, "true,false,,,0,1.5,[1]\n"],
  ])("of %j with %j", async (input, options, result) => {
    await expect(apply("to_csv", input, options)).resolves.toBe(result);
  });

  it("is read back by parse_csv", async () => {
    const rows = [{ name: "👨‍👩‍👧, e\u0301", note: 'a "b"\nc' }];
    await expect(apply("parse_csv", await apply("to_csv", rows))).resolves.toEqual(rows);
  });

  it.each([[null], ["a"], [{}], [[1]], [[{}, []]]])("refuses %j", async (input) => {
    expect((await failure("to_csv", input)).message).toContain(
      "wants a list of objects, or a list of lists, got ",
    );
  });
});
