import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "@tutti/core";
import { fakeIo, removeWorlds } from "../testing/fake-io";
import { isSource, pluginFolders, sourceFolders } from "./local-plugins";

afterEach(removeWorlds);

function project() {
  const io = fakeIo({ files: { "package.json": "{}" } });
  for (const folder of ["acme/dist/deep", "acme/node_modules/x", "acme/.git", "own"])
    mkdirSync(path.join(io.cwd, folder), { recursive: true });
  io.save("acme/package.json", "{}");
  return io;
}

test("the folder of a plugin is that of its package, or for a file of the project the one it is in", () => {
  const { cwd: folder } = project();
  const plugins = [
    "./acme",
    ["./acme/dist/index.js", {}] as const,
    "./own/greet.cjs",
    "../elsewhere/x.js",
    "acme-plugin-installed",
    { register: () => undefined } as unknown as Plugin,
  ];
  expect(pluginFolders({ folder, config: { plugins } })).toEqual(
    ["acme", "acme", "own", "../elsewhere"].map((name) => path.join(folder, name)),
  );
  expect(pluginFolders({ folder, config: {} })).toEqual([]);
});

test("sources are looked for everywhere but in what is installed, hidden or not there", () => {
  const { cwd } = project();
  const acme = path.join(cwd, "acme");
  expect(sourceFolders(acme)).toEqual([acme, path.join(acme, "dist"), path.join(acme, "dist/deep")]);
  expect(sourceFolders(path.join(cwd, "nowhere"))).toEqual([]);
});

test.each([
  ["/p/a.js", true],
  ["/p/src/a.mts", true],
  ["/p/words.json", true],
  ["/p/a.test.ts", false],
  ["/p/README.md", false],
  ["/other/a.js", false],
])("%s is a source: %s", (file, expected) => {
  expect(isSource(file, ["/p"])).toBe(expected);
});
