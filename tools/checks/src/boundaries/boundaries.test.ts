import { rmSync } from "node:fs";
import config from "../../dependency-cruiser.cjs";
import { ROOT } from "../root";
import { cruise, type Violation } from "./cruise";
import { writeFixtureTree } from "./fixture-tree";

const CORE = "packages/core/src";

/** One file per rule that breaks it: the rule, the file, what the file imports. */
const BROKEN: [rule: string, file: string, imports: string][] = [
  ["core-json-layer", `${CORE}/json/broken-layer.ts`, "../errors/fine"],
  ["core-errors-layer", `${CORE}/errors/broken-layer.ts`, "../ports/fine"],
  ["core-ports-layer", `${CORE}/ports/broken-layer.ts`, "../expression/fine"],
  ["core-http-layer", `${CORE}/http/broken-layer.ts`, "../errors/fine"],
  ["core-expression-layer", `${CORE}/expression/broken-layer.ts`, "../definition/fine"],
  ["core-definition-layer", `${CORE}/definition/broken-layer.ts`, "../plugin/fine"],
  ["core-plugin-layer", `${CORE}/plugin/broken-layer.ts`, "../plan/fine"],
  ["core-plan-layer", `${CORE}/plan/broken-layer.ts`, "../run/fine"],
  ["core-run-layer", `${CORE}/run/broken-layer.ts`, "../plugin/fine"],
  ["core-engine-layer", `${CORE}/engine/broken-layer.ts`, "../events/fine"],
  ["core-events-layer", `${CORE}/events/broken-layer.ts`, "../engine/fine"],
  ["core-memory-layer", `${CORE}/memory/broken-layer.ts`, "../run/fine"],
  ["core-trigger-layer", `${CORE}/trigger/broken-layer.ts`, "../service/fine"],
  ["core-service-layer", `${CORE}/service/broken-layer.ts`, "../di/fine"],
  ["core-layers-not-from-entry", `${CORE}/di/broken-entry.ts`, "../runtime"],
  ["core-tsyringe-only-in-its-place", `${CORE}/plugin/broken-tsyringe.ts`, "tsyringe"],
  ["core-reflect-metadata-only-in-its-place", `${CORE}/plugin/broken-reflect.ts`, "reflect-metadata"],
  ["core-croner-only-in-its-place", `${CORE}/trigger/broken-croner.ts`, "croner"],
  ["core-jsonata-only-in-its-place", `${CORE}/engine/broken-jsonata.ts`, "jsonata"],
  ["core-re2js-only-in-its-place", `${CORE}/plan/broken-re2js.ts`, "re2js"],
  ["core-zod-only-in-its-place", `${CORE}/run/broken-zod.ts`, "zod"],
  ["core-only-known-libraries", `${CORE}/engine/broken-library.ts`, "luxon"],
  ["core-known-folders", `${CORE}/helpers/broken-folder.ts`, "../errors/fine"],
  ["core-pure-folders", `${CORE}/errors/broken-pure.ts`, "node:os"],
  ["core-pure-folders", `${CORE}/expression/broken-pure.ts`, "node:fs"],
  ["core-pure-folders", `${CORE}/definition/broken-pure.ts`, "node:path"],
  ["core-pure-folders", `${CORE}/plan/broken-pure.ts`, "crypto"],
  ["core-pure-folders", `${CORE}/run/broken-pure.ts`, "node:timers/promises"],
  ["core-imports-no-other-package", `${CORE}/di/broken-package.ts`, "@tutti/plugin-transform"],
  ["service-mesh-imports-only-core", "packages/service-mesh/src/broken.ts", "@tutti/plugin-transform"],
  ["sqlite-imports-only-core", "packages/sqlite/src/broken.ts", "@tutti/testkit"],
  ["server-imports-only-core", "packages/server/src/broken.ts", "@tutti/sqlite"],
  ["client-imports-no-other-package", "packages/client/src/broken.ts", "@tutti/core"],
  ["testkit-imports-only-core-and-mesh", "packages/testkit/src/broken.ts", "@tutti/sqlite"],
  ["plugins-import-only-core", "plugins/transform/src/broken.ts", "@tutti/plugin-notification"],
  ["plugins-import-only-core", "plugins/notification/src/broken.ts", "@tutti/service-mesh"],
  ["plugins-import-only-core", "plugins/otel/src/broken.ts", "@tutti/plugin-service-call"],
  [
    "plugin-tests-import-only-core-and-testkit",
    "plugins/transform/src/broken-peer.test.ts",
    "@tutti/plugin-notification",
  ],
  [
    "service-call-imports-only-core-and-mesh",
    "plugins/service-call/src/broken.ts",
    "@tutti/plugin-transform",
  ],
  ["packages-import-no-tools", "packages/cli/src/broken-tools.ts", "../../../tools/demo-services/src/main"],
  ["only-the-cli-imports-create-plugin", "packages/testkit/src/broken-create.ts", "create-tutti-plugin"],
  ["no-deep-imports", "packages/cli/src/broken-deep.ts", "../../core/src/errors/fine"],
  ["packages-by-name", "packages/cli/src/broken-path.ts", "../../core/src/index"],
  ["no-unresolvable", "packages/cli/src/broken-subpath.ts", "@tutti/core/src/errors/fine"],
  ["no-undeclared-dependency", "packages/cli/src/broken-undeclared.ts", "undeclared"],
  ["no-dev-dependency-in-production", "plugins/notification/src/broken-dev.ts", "smtp-server"],
  ["no-test-code-in-production", "plugins/transform/src/broken-test.ts", "./fine.test"],
  ["no-circular", `${CORE}/errors/broken-cycle.ts`, "./broken-cycle-there"],
];

const FOLDERS = ["errors", "ports", "expression", "definition", "plugin", "plan", "run", "engine", "events"];

/** What the rules allow, so that none of them fires on everything. */
const FINE: Record<string, string[]> = {
  ...Object.fromEntries(
    ["json", ...FOLDERS, "memory", "trigger", "service"].map((folder) => [`${CORE}/${folder}/fine.ts`, []]),
  ),
  [`${CORE}/di/fine.ts`]: [
    "tsyringe",
    "reflect-metadata",
    "node:crypto",
    "../service/fine",
    "../trigger/fine",
    "../memory/fine",
  ],
  [`${CORE}/runtime.ts`]: ["./run/fine", "./ports/fine"],
  [`${CORE}/errors/allowed.ts`]: ["../json/fine"],
  [`${CORE}/expression/allowed.ts`]: ["jsonata", "re2js", "../errors/fine"],
  [`${CORE}/definition/allowed.ts`]: ["zod", "re2js", "croner", "../expression/fine", "../errors/fine"],
  [`${CORE}/plugin/allowed.ts`]: ["zod", "../ports/fine", "../errors/fine"],
  [`${CORE}/plan/allowed.ts`]: ["zod", "../definition/fine", "../expression/fine", "../plugin/fine"],
  [`${CORE}/run/allowed.ts`]: ["../plan/fine", "../errors/fine", "../definition/fine"],
  [`${CORE}/engine/allowed.ts`]: [
    "node:util",
    "../run/fine",
    "../plan/fine",
    "../plugin/fine",
    "../ports/fine",
  ],
  [`${CORE}/events/allowed.ts`]: ["../run/fine", "../ports/fine"],
  [`${CORE}/memory/allowed.ts`]: ["node:events", "../ports/fine"],
  [`${CORE}/trigger/allowed.ts`]: ["../engine/fine", "../events/fine", "../definition/fine", "../ports/fine"],
  [`${CORE}/service/allowed.ts`]: ["zod", ...FOLDERS.map((folder) => `../${folder}/fine`)],
  [`${CORE}/run/allowed.test.ts`]: ["node:fs", "zod", "../engine/fine"],
  "packages/service-mesh/src/allowed.ts": ["@tutti/core"],
  "packages/cli/src/allowed.ts": [
    "@tutti/core",
    "@tutti/core/runtime",
    "@tutti/plugin-transform",
    "create-tutti-plugin",
  ],
  "plugins/service-call/src/allowed.ts": ["@tutti/core", "@tutti/service-mesh"],
  "plugins/transform/src/allowed.ts": ["@tutti/core", "luxon"],
  "plugins/otel/src/allowed.test.ts": ["@tutti/core", "@tutti/plugin-service-call"],
  "plugins/transform/src/fine.test.ts": ["@tutti/core"],
  "plugins/notification/src/allowed.test.ts": ["smtp-server"],
  "tools/demo-services/src/main.ts": [],
};

function sources(): Record<string, string> {
  const fine = Object.entries(FINE).map(([file, imports]) => [file, source(imports)] as const);
  const broken = BROKEN.map(([, file, imported]) => [file, source([imported])] as const);
  // A cycle that holds only by a type is a cycle too. It is reported once, at either of its files.
  const there = `import type { file } from "./broken-cycle";\nexport type There = typeof file;\n`;
  return Object.fromEntries([...fine, ...broken, [`${CORE}/errors/broken-cycle-there.ts`, there]]);
}

function source(imports: string[]): string {
  return [...imports.map((name) => `import "${name}";`), "export const file = 1;", ""].join("\n");
}

describe("the rules on a tree made to break them", () => {
  let folder: string;
  let violations: Violation[];

  beforeAll(() => {
    folder = writeFixtureTree(sources());
    violations = cruise(folder).violations;
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(BROKEN)("%s fires on %s importing %s", (rule, file) => {
    const stem = file.replace(/\.ts$/, "");
    const here = violations.filter(({ from }) => from.startsWith(stem));
    expect(here).toContainEqual(expect.objectContaining({ rule }));
  });

  test("no rule fires on what is allowed", () => {
    const wrong = violations.filter(({ from }) => !from.includes("broken"));
    expect(wrong).toEqual([]);
  });

  test("every rule has a file that breaks it", () => {
    const covered = new Set(BROKEN.map(([rule]) => rule));
    const rules = (config.forbidden ?? []).map(({ name }) => name ?? "unnamed");
    expect(rules.filter((rule) => !covered.has(rule))).toEqual([]);
  });
});

test("the repository keeps its own rules", () => {
  const { violations, modules } = cruise(ROOT);
  expect(violations).toEqual([]);
  expect(modules).toBeGreaterThan(0);
});
