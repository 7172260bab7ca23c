import { CliError } from "../diagnostics/diagnostic";
import { renderDiagnostics } from "../diagnostics/render";
import { painter } from "../terminal/style";
import { definition } from "../testing/events";
import { type FakeWorld, fakeIo, removeWorlds } from "../testing/fake-io";
import { type GivenParameters, readParameters } from "./parameters";

afterEach(removeWorlds);

const { parameters } = definition({
  parameters: [
    { name: "user_name", type: "string", description: "Whom to greet" },
    { name: "age", type: "integer", default_value: 25, validation_rules: { minimum: 0 } },
    { name: "active", type: "boolean", required: false },
    { name: "tags", type: "array", required: false },
    { name: "pin", type: "integer", required: false, secret: true },
  ],
});

async function read(given: Partial<GivenParameters>, world: FakeWorld = {}): Promise<unknown> {
  try {
    const result = await readParameters(parameters, { texts: [], files: [], ...given }, fakeIo(world));
    return result.ok ? result.values : show(result.diagnostics);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return show(error.diagnostics);
  }
}

function show(diagnostics: CliError["diagnostics"]): string {
  return renderDiagnostics(diagnostics).map(painter(false)).join("\n").trimEnd();
}

test("texts are converted by the declared type", async () => {
  const texts = ["user_name=Ada = me", "age=36", "active=true", 'tags=["a", "b"]'];
  expect(await read({ texts })).toEqual({ user_name: "Ada = me", age: 36, active: true, tags: ["a", "b"] });
});

test("files are taken as they are; what stands later wins, and texts over files", async () => {
  const files = { "a.yaml": "user_name: Ada\nage: 1\nactive: true\n", "b.json": '{ "age": 2 }' };
  expect(await read({ texts: ["active=false"], files: ["a.yaml", "b.json"] }, { files })).toEqual({
    user_name: "Ada",
    age: 2,
    active: false,
  });
  expect(await read({ files: ["-"] }, { stdin: "user_name: Eve" })).toEqual({ user_name: "Eve", age: 25 });
});

test("everything that is wrong is told, with where it comes from", async () => {
  const files = { "p.yaml": "age: -1\nnam: x\ntags: no list\n" };
  expect(await read({ texts: ["active=maybe", "foo=1", "pin=geheim"], files: ["p.yaml"] }, { files })).toBe(
    [
      'error[INVALID_PARAMETERS]: Parameter "active": expected true or false, got string "maybe".',
      " --> --param active=…",
      "  = fix: Give true or false.",
      "",
      'error[INVALID_PARAMETERS]: Parameter "pin": expected an integer such as 25, got string.',
      " --> --param pin=…",
      "  = fix: Give an integer such as 25.",
      "",
      'error[INVALID_PARAMETERS]: Parameter "user_name" (string) is required.',
      "  = fix: Add --param user_name=… (Whom to greet)",
      "",
      'error[INVALID_PARAMETERS]: Parameter "age": expected at least 0, got number -1.',
      " --> p.yaml:1:6",
      "  |",
      "1 | age: -1",
      "  |      ^^",
      "  = fix: Give at least 0.",
      "",
      'error[INVALID_PARAMETERS]: Parameter "tags": expected an array, got string "no list".',
      " --> p.yaml:3:7",
      "  |",
      "3 | tags: no list",
      "  |       ^^^^^^^",
      "  = fix: Give an array.",
      "",
      'error[INVALID_PARAMETERS]: Unknown parameter "nam": Parameters: user_name, age, active, tags, pin.',
      " --> p.yaml:2:1",
      "  |",
      "2 | nam: x",
      "  | ^^^",
      '  = fix: Remove "nam".',
      "",
      'error[INVALID_PARAMETERS]: Unknown parameter "foo": Parameters: user_name, age, active, tags, pin.',
      " --> --param foo=…",
      '  = fix: Remove "foo".',
    ].join("\n"),
  );
});

test.each([
  [
    "a text without a value",
    { texts: ["user_name"] },
    '"user_name" is no parameter: there is no name and = in front of the value.',
  ],
  ["a text without a name", { texts: ["=x"] }, '"=x" is no parameter'],
  ["a file that is a list", { files: ["list.yaml"] }, "list.yaml holds no map of parameters."],
  ["a file that is no YAML", { files: ["broken.yaml"] }, "error[INVALID_YAML]"],
  ["a file that is not there", { files: ["gone.yaml"] }, "gone.yaml can't be read"],
])("%s", async (_, given, message) => {
  const files = { "list.yaml": "- 1\n", "broken.yaml": "a: b: c" };
  expect(await read(given, { files })).toContain(message);
});

test("a name that could change what objects are is only an unknown name", async () => {
  expect(await read({ texts: ["__proto__=x", "user_name=a"] })).toContain("__proto__");
  expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
});

test("a missing parameter without a description", async () => {
  const { parameters: bare } = definition({ parameters: [{ name: "x", type: "integer" }] });
  const result = await readParameters(bare, { texts: [], files: [] }, fakeIo());
  expect(result).toMatchObject({ ok: false, diagnostics: [{ fix: "Add --param x=…" }] });
});
