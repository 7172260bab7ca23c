import { chmodSync, existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fakeIo, removeWorlds } from "../testing/fake-io";
import { tutti } from "../testing/commands";
import { version } from "../version";

jest.setTimeout(30_000);
afterEach(removeWorlds);

describe("tutti init", () => {
  test("makes a project whose workflow runs", async () => {
    const io = fakeIo();
    expect(await io.tutti("init", "my project")).toBe(0);
    expect(io.out).toBe(
      [
        "created  tutti.config.yaml",
        "created  workflows/hello.yaml",
        "created  workflows/hello.workflow-test.yaml",
        "created  .gitignore",
        "created  package.json",
        "",
        "Next steps:",
        "  cd my project",
        "  npm install",
        "  npx tutti run workflows/hello.yaml --param who=Ada",
        "  npm test",
        "  npm start",
        "",
      ].join("\n"),
    );
    const there = Object.assign(fakeIo({ beside: io }), { cwd: path.join(io.cwd, "my project") });
    const { code, out } = await tutti(there, "run", "workflows/hello.yaml", "--param", "who=Ada");
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("text  HELLO ADA!") as string });
    expect(existsSync(path.join(there.cwd, "tutti.db"))).toBe(true);
    const tested = Object.assign(fakeIo({ beside: io }), { cwd: there.cwd });
    expect(await tested.tutti("test")).toBe(0);
    expect(tested.out).toContain("greets whom it is told");
    expect(readFileSync(path.join(there.cwd, ".gitignore"), "utf8")).toBe("node_modules/\ntutti.db*\n");
    expect(JSON.parse(readFileSync(path.join(there.cwd, "package.json"), "utf8"))).toEqual({
      private: true,
      scripts: { start: "tutti serve --workflows workflows", test: "tutti test" },
      devDependencies: { "@tutti/cli": `^${version}` },
    });
  });

  test("overwrites nothing, and adds what is missing", async () => {
    const io = fakeIo({
      files: {
        "tutti.config.yaml": "plugins: []\n",
        ".gitignore": "dist\n/node_modules",
        "package.json": `{\n\t"name": "mine",\n\t"scripts": { "start": "node ." , "test": "echo \\"Error: no test specified\\" && exit 1" }\n}\n`,
      },
    });
    expect(await io.tutti("init", "--json")).toBe(0);
    expect(io.json.files).toEqual([
      { file: "tutti.config.yaml", what: "kept" },
      { file: "workflows/hello.yaml", what: "created" },
      { file: "workflows/hello.workflow-test.yaml", what: "created" },
      { file: ".gitignore", what: "extended" },
      { file: "package.json", what: "extended" },
    ]);
    const read = (name: string) => readFileSync(path.join(io.cwd, name), "utf8");
    expect(read("tutti.config.yaml")).toBe("plugins: []\n");
    expect(read(".gitignore")).toBe("dist\n/node_modules\ntutti.db*\n");
    expect(read("package.json")).toContain('\n\t"name": "mine",');
    expect(JSON.parse(read("package.json"))).toMatchObject({
      scripts: { start: "node .", test: "tutti test" },
    });
    const again = fakeIo({ beside: io });
    await again.tutti("init");
    expect(again.out.match(/^kept {2}/gm)).toHaveLength(5);
  });

  test("says why it can't", async () => {
    const broken = fakeIo({ files: { "package.json": "{" } });
    expect(await broken.tutti("init")).toBe(2);
    expect(broken.err).toContain("error[FILE_NOT_WRITTEN]: The package.json of ");
    const io = fakeIo({ files: { taken: "a file" } });
    chmodSync(path.join(io.cwd, "taken"), 0o600);
    expect(await io.tutti("init", "taken")).toBe(2);
    expect(io.err).toContain("fix: Name a folder that you may write into.");
  });
});
