import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020";
import { parse } from "yaml";
import { SCHEMA_KINDS } from "./schema";
import { fakeIo, removeWorlds } from "../testing/fake-io";
import { APPROVAL, FAILING, HELLO, NAP, WAITING } from "../testing/workflows";

afterEach(removeWorlds);

/** A validator as strict as an editor: a schema that refers to nothing, or is none, throws. */
async function validator(...args: string[]): Promise<ValidateFunction> {
  const io = fakeIo();
  expect(await io.tutti("schema", ...args)).toBe(0);
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
  ajv.addVocabulary(["enumDescriptions"]);
  ajv.addFormat("uri", true);
  return ajv.compile(io.json);
}

let workflow: ValidateFunction;
let config: ValidateFunction;
beforeAll(async () => {
  workflow = await validator();
  config = await validator("--for", "config");
});

/** The places that are wrong, each with what is said of it. */
function problems(validate: ValidateFunction, value: unknown): [path: string, message: string][] {
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message = "" }) => [instancePath, message]);
}

const action = (type: string, own: object = {}): object => ({
  name: "w",
  actions: [{ action_id: "a", action_type: type, ...own }],
});
const CONFIG = "/actions/0/config";

test.each(Object.entries({ APPROVAL, FAILING, HELLO, NAP, WAITING }))("%s fits", (_name, text) => {
  expect(problems(workflow, parse(text))).toEqual([]);
});

test.each<[string, object]>([
  ["for a number", action("wait", { config: { seconds: "{{pause}}" } })],
  ["for a list", action("notification", { config: { message: "hi", channels: "{{channels}}" } })],
  ["for an item of a list", action("notification", { config: { message: "hi", channels: ["{{channel}}"] } })],
  ["for one of some words", action("notification", { config: { message: "hi", priority: "{{priority}}" } })],
  ["for an object", action("notification", { config: { message: "hi", data: "{{data}}" } })],
  ["for a text of some form", action("fail", { config: { code: "{{code}}", message: "m" } })],
  [
    "for the kind of a transformation",
    action("transform", { config: { transformation: "{{kind}}", input: 1 } }),
  ],
  [
    "for an option",
    action("transform", { config: { transformation: "truncate", input: "a", length: "{{n}}" } }),
  ],
])("a template may stand %s", (_what, value) => {
  expect(problems(workflow, value)).toEqual([]);
});

test.each<[string, object, string, RegExp]>([
  ["an unknown type", action("notifcation"), "/actions/0/action_type", /allowed values/],
  ["no config where one is needed", action("notification"), "/actions/0", /required property 'config'/],
  ["a missing key", action("notification", { config: {} }), CONFIG, /required property 'message'/],
  [
    "an unknown key",
    action("notification", { config: { message: "hi", mesage: 1 } }),
    CONFIG,
    /additional properties/,
  ],
  [
    "a wrong word",
    action("notification", { config: { message: "hi", priority: "urgent" } }),
    `${CONFIG}/priority`,
    /allowed values/,
  ],
  ["a wrong type", action("wait", { config: { seconds: "12" } }), `${CONFIG}/seconds`, /must be number/],
  [
    "an unknown transformation",
    action("transform", { config: { transformation: "upper", input: 1 } }),
    `${CONFIG}/transformation`,
    /allowed values/,
  ],
  [
    "a missing option",
    action("transform", { config: { transformation: "truncate", input: "a" } }),
    CONFIG,
    /required property 'length'/,
  ],
  [
    "an option of another transformation",
    action("transform", { config: { transformation: "trim", input: "a", length: 1 } }),
    CONFIG,
    /additional properties/,
  ],
  [
    "a wrong header",
    action("service_call", { config: { service: "s", endpoint: "/", headers: { a: [] } } }),
    `${CONFIG}/headers/a`,
    /must be/,
  ],
  [
    "a wrong config of a compensation",
    action("wait", { config: { seconds: 1 }, compensate: { action_type: "fail", config: { code: "a" } } }),
    "/actions/0/compensate/config/code",
    /pattern/,
  ],
  [
    "a wrong cleanup",
    { name: "w", on_failure: [{ action_id: "a", action_type: "fail" }] },
    "/on_failure/0",
    /required property 'config'/,
  ],
  ["an unknown key of the workflow", { name: "w", acitons: [] }, "", /additional properties/],
])("%s is found where it stands", (_what, value, place, message) => {
  expect(problems(workflow, value)).toContainEqual([place, expect.stringMatching(message)]);
});

test("an action whose config may be left out needs none", () => {
  expect(problems(workflow, action("run_workflow", { config: { workflow_id: "w" } }))).toEqual([]);
  expect(problems(workflow, { name: "w", actions: [] })).toEqual([]);
});

test("the configuration's plugins are there, with their descriptions and examples", async () => {
  const greet = path.join(__dirname, "../testing/plugins/greet.cjs");
  const io = fakeIo({ files: { "tutti.config.yaml": `plugins: ["${greet}"]\n` } });
  expect(await io.tutti("schema", "--json")).toBe(0);
  const { schema } = io.json as { schema: { $defs: Record<string, Record<string, unknown>> } };
  expect(schema.$defs["Config_greet"]).toMatchObject({
    title: "config of greet",
    description: "Says hello.",
    required: ["name"],
  });
  expect(schema.$defs["Config_wait"]).toMatchObject({ examples: [{ seconds: 3600 }] });
  expect(JSON.stringify(schema.$defs["Action"])).toContain("Says hello. (acme-plugin-greet)");
  expect(schema.$defs["Config_transform"]).toMatchObject({
    properties: { transformation: { anyOf: [{ enumDescriptions: expect.any(Array) as unknown[] }, {}] } },
  });
});

test.each<[object, string, RegExp]>([
  [{ storage: { path: 1 } }, "/storage/path", /must be string/],
  [{ storage: { memory: false } }, "/storage/memory", /constant/],
  [{ storage: { retention: { max_age_days: 0 } } }, "/storage/retention/max_age_days", />/],
  [{ services: [] }, "/services", /must be object/],
  [{ plugins: [{}] }, "/plugins/0", /must/],
  [{ plugin: [] }, "", /additional properties/],
])("a configuration %j is refused", (value, place, message) => {
  expect(problems(config, value)).toContainEqual([place, expect.stringMatching(message)]);
});

test("configurations that are right fit", () => {
  const whole = {
    storage: { path: "tutti.db", synchronous: "normal", retention: { max_executions: 10 } },
    services: { a: { url: "http://127.0.0.1" } },
    plugins: ["acme-plugin-greet", ["./mine.cjs", { greeting: "Hi" }]],
    notification: {},
    service_call: {},
  };
  for (const value of [{}, whole]) expect(problems(config, value)).toEqual([]);
});

test("workflow tests are checked, too", async () => {
  const tests = await validator("--for", "test");
  const file = {
    workflow: "hello.yaml",
    cases: [{ name: "greets", parameters: { user_name: "Ada" }, steps: [{ advance: "1 h" }] }],
  };
  expect(problems(tests, file)).toEqual([]);
  const wrong = { ...file, cases: [{ nmae: "greets" }] };
  expect(problems(tests, wrong)).toContainEqual(["/cases/0", "must have required property 'name'"]);
});

test("--out writes a file, and --check tells whether it is out of date", async () => {
  const io = fakeIo();
  expect(await io.tutti("schema", "--for", "config", "--out", "schemas/config.json")).toBe(0);
  expect(io.out).toBe("schemas/config.json: the schema of configurations, written\n");
  expect(readFileSync(path.join(io.cwd, "schemas/config.json"), "utf8")).toMatch(/^\{\n {2}"\$schema"/);
  const check = ["schema", "--for", "config", "--out", "schemas/config.json", "--check"];
  expect(await io.tutti(...check)).toBe(0);
  io.save("schemas/config.json", "{}");
  expect(await io.tutti(...check)).toBe(2);
  expect(io.err).toContain("schemas/config.json does not say what configurations say now.");
  expect(io.err).toContain("Write it: tutti schema --for config --out schemas/config.json");
  expect(await io.tutti("schema", "--check")).toBe(2);
  expect(io.err).toContain("--check needs the file: --out FILE");
  expect(await io.tutti("schema", "--for", "nothing")).toBe(2);
  expect(io.err).toContain(`Allowed choices are ${SCHEMA_KINDS.join(", ")}.`);
});
