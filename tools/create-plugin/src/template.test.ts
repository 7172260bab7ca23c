import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createOrchestrator, type Plugin } from "@tutti/core";
import { notification } from "@tutti/plugin-notification";
import { serviceCall } from "@tutti/plugin-service-call";
import { transform } from "@tutti/plugin-transform";
import { pluginContract, runContract } from "@tutti/testkit";
import { createPlugin } from "./create-plugin";
import { LANGUAGES, type PluginSpec, RUNNERS, TAKEN_TYPES } from "./spec";
import { projectFiles } from "./template";

const ROOT = path.resolve(__dirname, "../../..");

const variants = LANGUAGES.flatMap((language) => RUNNERS.map((runner) => [language, runner] as const));

const spec = (more: Partial<PluginSpec> = {}): PluginSpec => ({
  name: "@acme/plugin-sms",
  action: "send_sms",
  language: "typescript",
  runner: "jest",
  ...more,
});

interface Manifest {
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

const manifestOf = (more: Partial<PluginSpec>): Manifest =>
  JSON.parse(projectFiles(spec(more), 2026).get("package.json") ?? "") as Manifest;

describe.each(variants)("the project in %s with %s", (language, runner) => {
  const files = projectFiles(spec({ language, runner }), 2026);
  const extension = language === "typescript" ? "ts" : "js";

  test("has everything that a package needs", () => {
    expect([...files.keys()]).toEqual(
      expect.arrayContaining([
        ".changeset/config.json",
        ".changeset/first-release.md",
        ".github/workflows/ci.yml",
        ".gitignore",
        "Jenkinsfile",
        "LICENSE",
        "README.md",
        "package.json",
        "tsconfig.json",
        runner === "jest" ? "jest.config.cjs" : "vitest.config.mjs",
        ...[
          "index",
          "plugin",
          "greeter",
          "send-sms-action",
          "send-sms-action.test",
          "plugin-contract.test",
        ].map((name) => `src/${name}.${extension}`),
      ]),
    );
  });

  test("has no place of the template left", () => {
    for (const [name, text] of files) expect(name + text).not.toMatch(/__[a-zA-Z-_]+__/);
  });

  test("depends on core as a peer, and is CommonJS", () => {
    expect(manifestOf({ language, runner })).toMatchObject({
      name: "@acme/plugin-sms",
      type: "commonjs",
      peerDependencies: { "@tutti/core": expect.stringMatching(/^\^\d/) as string },
      scripts: { build: expect.any(String) as string, test: expect.stringContaining(runner) as string },
    });
  });
});

test("nothing of one runner is in the project of the other", () => {
  expect(manifestOf({ runner: "vitest" }).devDependencies).not.toHaveProperty("jest");
  expect(manifestOf({ runner: "jest" }).devDependencies).not.toHaveProperty("vitest");
});

test("tools have the versions that this repository proves", () => {
  const { devDependencies: proven } = JSON.parse(
    readFileSync(path.join(ROOT, "package.json"), "utf8"),
  ) as Manifest;
  const core = JSON.parse(readFileSync(path.join(ROOT, "packages/core/package.json"), "utf8")) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const used = Object.assign(
    {},
    ...variants.map(([language, runner]) => manifestOf({ language, runner }).devDependencies),
  ) as Record<string, string>;
  const shared = Object.keys(used).filter((name) => name in proven);
  expect(shared).toEqual(expect.arrayContaining(["@swc/core", "@swc/jest", "jest", "typescript"]));
  for (const name of shared) expect([name, used[name]]).toEqual([name, proven[name]]);
  expect(manifestOf({})).toMatchObject({ dependencies: { zod: `^${core.dependencies.zod ?? ""}` } });
});

test("the action types that are taken are those that Tutti brings", async () => {
  const plugins = [notification(), transform(), serviceCall()];
  const orchestrator = await createOrchestrator({ plugins });
  expect(TAKEN_TYPES).toEqual(orchestrator.actions.map(({ type }) => type).toSorted());
  await orchestrator.stop();
});

describe("the plugin that comes out", () => {
  // In the repository, so that it finds the packages it needs.
  const folder = mkdtempSync(path.join(ROOT, "node_modules/.created-plugin-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(["send_sms", "delete", "class_2", "index", "plugin"])(
    "keeps to the plugin contract, as %s",
    async (action) => {
      const created = createPlugin(spec({ action, language: "javascript" }), {
        folder: path.join(folder, action),
        year: 2026,
      });
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- its path is made by the test
      const { plugin } = require(path.join(created.folder, "src/index.js")) as { plugin: () => Plugin };
      const results = await runContract(
        pluginContract(plugin(), {
          package: false,
          parameters: { user_name: "Ada" },
          examples: [{ name: "blank", action, config: { name: " " }, fails: "BLANK_NAME" }],
        }),
      );
      expect(results.filter(({ outcome }) => outcome === "failed")).toEqual([]);
      expect(results.filter(({ outcome }) => outcome === "passed").length).toBeGreaterThan(15);
    },
  );

  test("is refused for a name that can't be one, also in code", () => {
    const options = { folder: path.join(folder, "no"), year: 2026 };
    expect(() => createPlugin(spec({ name: "No" }), options)).toThrow('"No" is no name');
    expect(() => createPlugin(spec({ action: "No" }), options)).toThrow('"No" is no action type');
    mkdirSync(options.folder);
    writeFileSync(path.join(options.folder, "mine"), "");
    expect(() => createPlugin(spec(), options)).toThrow("is not empty: mine.");
  });
});
