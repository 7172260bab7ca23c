import { basename } from "node:path";
import { projectsIn, type Manifest } from "./manifests";

const published = projectsIn("tools").filter(({ manifest }) => manifest.private !== true);
const projects = [...projectsIn("packages"), ...projectsIn("plugins"), ...published];
const table = projects.map(({ folder, manifest }) => [folder, manifest] as const);

function nameOf(folder: string): string {
  // What `npm create tutti-plugin` looks for.
  if (folder === "tools/create-plugin") return "create-tutti-plugin";
  return (folder.startsWith("plugins/") ? "@tutti/plugin-" : "@tutti/") + basename(folder);
}

function entryPoints(manifest: Manifest): [name: string, conditions: Record<string, string>][] {
  return Object.entries(manifest.exports ?? {}).flatMap(([name, target]) =>
    typeof target === "string" ? [] : [[name, target]],
  );
}

describe.each(table)("%s", (folder, manifest) => {
  test("is named after its folder", () => {
    expect(manifest.name).toBe(nameOf(folder));
  });

  test("can be published", () => {
    expect(manifest).toMatchObject({
      license: "Apache-2.0",
      type: "commonjs",
      engines: { node: ">=20.19" },
      repository: { directory: folder },
      publishConfig: { access: "public" },
    });
    expect(manifest.private).toBeUndefined();
    expect(manifest.description).toMatch(/\.$/);
  });

  test("ships its sources, and no tests", () => {
    expect(manifest.files).toEqual(
      expect.arrayContaining(["dist", "src", "README.md", "!src/**/*.test.ts", "!src/**/testing/**"]),
    );
  });

  test("resolves to its sources in this repository and to its build elsewhere", () => {
    for (const [, conditions] of entryPoints(manifest)) {
      // The first condition that matches wins, so the order is part of the contract.
      expect(Object.keys(conditions)).toEqual(["@tutti/source", "types", "default"]);
      const stem = /^\.\/src\/(.+)\.ts$/.exec(conditions["@tutti/source"] ?? "")?.[1];
      expect(conditions).toMatchObject({ types: `./dist/${stem}.d.ts`, default: `./dist/${stem}.js` });
    }
    expect(entryPoints(manifest).map(([name]) => name)).toContain(".");
  });
});
