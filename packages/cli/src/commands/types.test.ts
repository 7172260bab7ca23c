import { existsSync, readFileSync, statSync, utimesSync } from "node:fs";
import path from "node:path";
import { fakeIo, type FakeIo, removeWorlds } from "../testing/fake-io";
import { HELLO, WRONG } from "../testing/workflows";

afterEach(removeWorlds);

const REVIEW = `name: document-review
description: Reads a document. */ And says what it found.
parameters:
  - { name: document_url, type: string, description: Where it is., validation_rules: { min_length: 1, max_length: 9, format: uri } }
  - { name: kind, type: string, allowed_values: [long, short], default_value: long }
  - { name: copies, type: integer, required: false, validation_rules: { minimum: 1 } }
  - { name: pages, type: array, required: false, validation_rules: { max_items: 5 } }
  - { name: options, type: object, required: false }
  - { name: draft, type: boolean, default_value: false }
  - { name: code, type: string, secret: true, required: false, validation_rules: { pattern: "^\\\\d+$" } }
actions:
  - { action_id: tell, action_type: notification, config: { message: "{{kind}}" } }
  - { action_id: maybe, action_type: notification, condition: draft, config: { message: hi } }
  - { action_id: nap, action_type: wait, on_error: continue, config: { seconds: 0 } }
  - { action_id: branch, action_type: wait, depends_on: [{ action: nap, on: [failed] }], config: { seconds: 0 } }
  - { action_id: each, action_type: wait, for_each: [1], config: { seconds: 0 } }
  - { action_id: brave, action_type: wait, for_each: [1], on_error: continue, config: { seconds: 0 } }
  - { action_id: call, action_type: service_call, config: { service: s, endpoint: /x } }
  - { action_id: approve, action_type: wait_for_signal, config: { signal: ok } }
outputs:
  literal: done
  number: 3
  text: "Dear {{kind}}, {{draft}}"
  parameter: "{{ kind }}"
  pages: "{{pages ?? 1}}"
  inside: "{{options.a}}"
  message: "{{tell.message}}"
  deliveries: "{{tell.deliveries}}"
  first: "{{tell.deliveries[0].status}}"
  nothing: "{{tell.data ?? 1}}"
  maybe: "{{maybe.message}}"
  nap: "{{nap.until}}"
  branch: "{{branch}}"
  each: "{{each}}"
  each_until: "{{each.until}}"
  brave: "{{brave}}"
  status: "{{call.status_code}}"
  headers: "{{call.headers}}"
  response: "{{call.response}}"
  payload: "{{approve}}"
  id: "{{$execution.execution_id}}"
  revision: "{{$workflow.revision}}"
  computed: "{{ copies + 1 }}"
  quoted: '{{ "a}}b" }}'
  flag: "{{ true }}"
  "a list": [1, "{{copies}}", { deep: null }]
`;

const WRITTEN = readFileSync(path.join(__dirname, "../testing/golden/document-review.d.ts.txt"), "utf8");

const read = ({ cwd }: FakeIo, file: string): string => readFileSync(path.join(cwd, file), "utf8");

test("writes tutti.d.ts, with everything that a caller has to know", async () => {
  const io = fakeIo({ files: { "review.yaml": REVIEW, "hello.yaml": HELLO } });
  expect(await io.tutti("types", "review.yaml", "hello.yaml")).toBe(0);
  expect({ out: io.out, err: io.err }).toEqual({
    out: "tutti.d.ts: the types of 2 workflows, written\n",
    err: "",
  });
  expect(read(io, "tutti.d.ts")).toBe(WRITTEN);
});

test("the order of the files changes nothing, and a file that is as it should be is left alone", async () => {
  const io = fakeIo({ files: { "review.yaml": REVIEW, "hello.yaml": HELLO } });
  await io.tutti("types", "hello.yaml", "review.yaml", "--out", "types/all.d.ts");
  expect(read(io, "types/all.d.ts")).toBe(WRITTEN);
  utimesSync(path.join(io.cwd, "types/all.d.ts"), 1, 1);
  io.out = "";
  expect(await io.tutti("types", "review.yaml", "hello.yaml", "-o", "types/all.d.ts", "--json")).toBe(0);
  expect(io.json).toEqual({ success: true, file: "types/all.d.ts", written: false, workflows: 2 });
  expect(statSync(path.join(io.cwd, "types/all.d.ts")).mtimeMs).toBe(1000);
});

test("--stdout writes no file", async () => {
  const io = fakeIo({ files: { "empty.yaml": "name: Empty\n" } });
  expect(await io.tutti("types", "empty.yaml", "--stdout")).toBe(0);
  expect(io.out).toContain(
    `    Empty: {
      parameters: { readonly [parameter: string]: never };
      result: null;
    };
`,
  );
  expect(existsSync(path.join(io.cwd, "tutti.d.ts"))).toBe(false);
  io.out = "";
  expect(await io.tutti("types", "empty.yaml", "--stdout", "--json")).toBe(0);
  expect(io.json).toMatchObject({ success: true, text: expect.stringContaining("Empty: {") as string });
});

test("--check fails when the file is out of date, and writes nothing", async () => {
  const io = fakeIo({ files: { "hello.yaml": HELLO } });
  expect(await io.tutti("types", "hello.yaml", "--check")).toBe(2);
  expect(io.err).toBe(`error[OUT_OF_DATE]: There is no tutti.d.ts.
 --> tutti.d.ts
  = fix: Write it: tutti types hello.yaml

`);
  await io.tutti("types", "hello.yaml", "--out", "my.d.ts");
  io.save("my.d.ts", read(io, "my.d.ts").replaceAll("\n", "\r\n"));
  expect(await io.tutti("types", "hello.yaml", "--check", "--out", "my.d.ts")).toBe(0);
  io.save("hello.yaml", HELLO.replace("user_name, type: string", "user_name, type: integer"));
  io.err = "";
  expect(await io.tutti("types", "hello.yaml", "--check", "--out", "my.d.ts")).toBe(2);
  expect(io.err).toContain("my.d.ts does not say what the workflows say now.");
  expect(io.err).toContain("Write it: tutti types hello.yaml --out my.d.ts");
  expect(read(io, "my.d.ts")).toContain("user_name: string");
});

test("nothing is written when a workflow is wrong: every problem is shown, of all files", async () => {
  const io = fakeIo({
    files: { "wrong.yaml": WRONG, "nameless.yaml": "actions: []\n", "no.yaml": "a: b: c" },
  });
  expect(await io.tutti("types", "wrong.yaml", "nameless.yaml")).toBe(2);
  expect(io.err.match(/error\[\w+\]/g)).toHaveLength(4);
  expect(io.err).toContain("wrong.yaml:4:18");
  expect(existsSync(path.join(io.cwd, "tutti.d.ts"))).toBe(false);
  expect(await io.tutti("types", "no.yaml")).toBe(2);
  expect(io.err).toContain("error[INVALID_YAML]");
});

test("two workflows of one name", async () => {
  const io = fakeIo({ files: { "a.yaml": HELLO, "b.yaml": HELLO } });
  expect(await io.tutti("types", "a.yaml", "b.yaml")).toBe(2);
  expect(io.err).toContain('error[DUPLICATE_WORKFLOW_NAME]: Workflow "Hello" is in a.yaml and in b.yaml');
});

test("the actions of the configuration's plugins count too", async () => {
  const greet = path.join(__dirname, "../testing/plugins/greet.cjs");
  const workflow =
    'name: G\nactions: [{ action_id: g, action_type: greet, config: { name: a } }]\noutputs: { x: "{{g.text}}" }\n';
  const io = fakeIo({ files: { "tutti.config.yaml": `plugins: ["${greet}"]\n`, "g.yaml": workflow } });
  expect(await io.tutti("types", "g.yaml", "--stdout")).toBe(0);
  expect(io.out).toContain("readonly x: unknown;");
});
