import path from "node:path";
import { renderDiagnostics } from "../diagnostics/render";
import { CliError } from "../diagnostics/diagnostic";
import { chooseStorage, type StorageChoice } from "../store/choice";
import { painter } from "../terminal/style";
import { fakeIo, removeWorlds } from "../testing/fake-io";
import { loadConfig } from "./load-config";

afterEach(removeWorlds);

/** Where a configuration in YAML leads, with the working directory as `.`, or what is said of it. */
async function choice(yaml: string, given?: string, env = {}): Promise<StorageChoice | string> {
  const io = fakeIo({ files: { "tutti.config.yaml": yaml }, env });
  try {
    const chosen = chooseStorage(given, await loadConfig(undefined, io), io);
    return chosen.kind === "file" ? { ...chosen, path: path.relative(io.cwd, chosen.path) } : chosen;
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return renderDiagnostics(error.diagnostics).map(painter(false)).join("\n");
  }
}

const file = (name: string, settings = {}) => ({ kind: "file", path: name, settings });

test.each([
  ["", undefined, {}, file("tutti.db")],
  ["storage: {}", undefined, {}, file("tutti.db")],
  ["storage: { path: data/a.db }", undefined, {}, file("data/a.db")],
  ["storage: { synchronous: normal }", undefined, {}, file("tutti.db", { synchronous: "normal" })],
  ["storage: { memory: true }", undefined, {}, { kind: "memory" }],
  ["storage: { memory: true }", "b.db", {}, file("b.db")],
  ["", undefined, { TUTTI_STORAGE: "c.db" }, file("c.db")],
  ["", undefined, { TUTTI_STORAGE: "" }, file("tutti.db")],
  ["", "memory", { TUTTI_STORAGE: "c.db" }, { kind: "memory" }],
  ["", "./memory", {}, file("memory")],
])("%j, the option %j, the environment %j", async (yaml, given, env, expected) => {
  expect(await choice(yaml, given, env)).toEqual(expected);
});

test("what is named elsewhere has none of the project's settings: nothing is forgotten there", async () => {
  const yaml = "storage: { retention: { max_age_days: 7, max_executions: 100 } }";
  expect(await choice(yaml)).toEqual(
    file("tutti.db", { retention: { max_age_days: 7, max_executions: 100 } }),
  );
  expect(await choice(yaml, "other.db")).toEqual(file("other.db"));
});

test.each([
  ["storage: tutti.db", '"storage": '],
  ["storage: { pth: a.db }", 'Unknown key "storage.pth": did you mean "path"?'],
  [
    "storage: { retention: { max_agedays: 3 } }",
    'Unknown key "storage.retention.max_agedays": did you mean "max_age_days"?',
  ],
  [
    "storage: { retention: { max_age_days: 0 } }",
    '"storage.retention.max_age_days": expected a number of days above 0.',
  ],
  ["storage: { retention: { max_executions: 1.5 } }", "expected a whole number"],
  ["storage: { memory: true, path: a.db }", "memory: true takes no other keys"],
  ["storage: { memory: false }", '"storage.memory": expected true.'],
  ["storage: { synchronous: half }", "expected full or normal"],
])("%s is refused", async (yaml, message) => {
  expect(await choice(yaml)).toContain(message);
});
