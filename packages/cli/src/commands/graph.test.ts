import { fakeIo, removeWorlds } from "../testing/fake-io";
import { HELLO, WRONG } from "../testing/workflows";

afterEach(removeWorlds);

const world = {
  files: { "hello.yaml": HELLO, "wrong.yaml": WRONG, "empty.yaml": "", "broken.yaml": "a: b: c" },
};

test("a tree", async () => {
  const io = fakeIo(world);
  expect(await io.tutti("graph", "hello.yaml")).toBe(0);
  expect(io.out).toBe("Hello\n└─ shout  transform\n   └─ greet  notification\n");
});

test("a Mermaid flowchart", async () => {
  const io = fakeIo({ ...world, env: { FORCE_COLOR: "1" } });
  expect(await io.tutti("graph", "hello.yaml", "--mermaid")).toBe(0);
  expect(io.out).toBe(
    'flowchart TD\n  a0["shout<br/>transform"]\n  a1["greet<br/>notification"]\n  a0 --> a1\n',
  );
});

test("for programs", async () => {
  const io = fakeIo(world);
  expect(await io.tutti("graph", "hello.yaml", "--json")).toBe(0);
  expect(JSON.parse(io.out)).toMatchObject({
    success: true,
    graph: {
      name: "Hello",
      nodes: [{ id: "shout" }, { id: "greet" }],
      edges: [{ from: "shout", to: "greet", on: null }],
    },
  });
});

test.each([
  ["wrong.yaml", "error[UNKNOWN_ACTION_TYPE]"],
  ["empty.yaml", "The definition: expected an object, got null."],
  ["broken.yaml", "error[INVALID_YAML]"],
])("%s is refused", async (file, message) => {
  const io = fakeIo(world);
  expect(await io.tutti("graph", file)).toBe(2);
  expect(io.err).toContain(message);
  expect(io.out).toBe("");
});
