import { fakeIo, removeWorlds } from "../testing/fake-io";
import { HELLO, WRONG } from "../testing/workflows";

afterEach(removeWorlds);

test("valid files", async () => {
  const io = fakeIo({ files: { "hello.yaml": HELLO, "one.json": '{ "name": "One", "actions": [] }' } });
  expect(await io.tutti("validate", "hello.yaml", "one.json")).toBe(0);
  expect(io.out).toBe('✔ hello.yaml: "Hello" is valid, 2 actions\n✔ one.json: "One" is valid, 0 actions\n');
  expect(io.err).toBe("");
});

test("every problem of a file, in the order of its text", async () => {
  const io = fakeIo({ files: { "wrong.yaml": WRONG, "hello.yaml": HELLO } });
  expect(await io.tutti("validate", "wrong.yaml", "hello.yaml", "gone.yaml")).toBe(2);
  expect(io.out).toBe('✔ hello.yaml: "Hello" is valid, 2 actions\n');
  expect(io.err).toBe(
    `error[UNKNOWN_ACTION_TYPE]: Unknown action_type "notifcation": did you mean "notification"? Installed: notification, service_call, transform.
 --> wrong.yaml:4:18
  |
4 |     action_type: notifcation
  |                  ^^^^^^^^^^^
  = fix: Correct the action_type, or install and list the plugin that brings it.

error[INVALID_CONFIG]: Config of notification: Unknown key "mesage": did you mean "message"? Known: message, channels, require, subject, recipients, cc, bcc, reply_to, template, priority, data.
 --> wrong.yaml:8:15
  |
8 |     config: { mesage: hi, message: "{{ a == 1 }}" }
  |               ^^^^^^
  = fix: Rename "mesage" to "message", or remove it. All fields: tutti actions notification

error[INVALID_EXPRESSION]: Invalid expression "a == 1" at position 4: unexpected "=".
 --> wrong.yaml:8:43
  |
8 |     config: { mesage: hi, message: "{{ a == 1 }}" }
  |                                           ^
  = fix: JSONata compares with a single =: a = b.

✖ wrong.yaml: 3 errors
error[FILE_NOT_READ]: gone.yaml can't be read: there is no such file.
 --> gone.yaml
  = fix: Check the name and the folder.

✖ gone.yaml: 1 error
`,
  );
});

test.each([
  ["a name in a template", 'config: { message: "a {{x}} {{ nam.x }}" }', "{{ nam.x", 3],
  ["a name in a condition", "config: { message: hi }\n    condition: nam = 1", "nam = 1", 0],
  ["a name beside a longer one", 'config: { message: "{{x.nam}} {{name2}} {{nam}}" }', 'nam}}" }', 0],
  ["an output", 'config: { message: hi }\noutputs: { a: "{{nam}}" }', 'nam}}" }', 0],
])("points at %s", async (_, rest, marked, skip) => {
  const text = `name: X\nparameters: [{ name: x, type: object }, { name: name2, type: string }]\nactions:\n  - action_id: a\n    action_type: notification\n    ${rest}\n`;
  const io = fakeIo({ files: { "x.yaml": text } });
  await io.tutti("validate", "x.yaml", "--json");
  const { files } = JSON.parse(io.out) as {
    files: { errors: { code: string; line: number; column: number }[] }[];
  };
  const offset = text.indexOf(marked) + skip;
  const line = text.slice(0, offset).split("\n");
  expect(files[0]?.errors).toMatchObject([
    { code: "UNKNOWN_REFERENCE", line: line.length, column: (line.at(-1) ?? "").length + 1 },
  ]);
});

test("standard input", async () => {
  const io = fakeIo({ stdin: HELLO });
  expect(await io.tutti("validate", "-")).toBe(0);
  expect(io.out).toBe('✔ -: "Hello" is valid, 2 actions\n');
});

test("--json has a result for each file", async () => {
  const io = fakeIo({
    files: { "hello.yaml": HELLO, "wrong.yaml": WRONG, "text.yaml": "just text", "broken.yaml": "a: b: c" },
  });
  expect(await io.tutti("validate", "--json", "hello.yaml", "wrong.yaml", "text.yaml", "broken.yaml")).toBe(
    2,
  );
  expect(io.err).toBe("");
  expect(JSON.parse(io.out)).toMatchObject({
    success: false,
    files: [
      {
        file: "hello.yaml",
        success: true,
        name: "Hello",
        errors: [],
        plan: { actions: [{ action_id: "shout" }, {}] },
      },
      {
        file: "wrong.yaml",
        success: false,
        name: "Wrong",
        plan: null,
        errors: [{ line: 4, column: 18 }, {}, {}],
      },
      { file: "text.yaml", success: false, name: null, errors: [{ code: "INVALID_DEFINITION" }] },
      {
        file: "broken.yaml",
        success: false,
        name: null,
        errors: [{ code: "INVALID_YAML", line: 1, column: 4 }],
      },
    ],
  });
});
