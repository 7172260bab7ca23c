import { existsSync, readFileSync } from "node:fs";
import { fromRoot } from "../root";
import { projectsIn } from "./manifests";

const HEADINGS = ["Installation", "Usage", "Reference", "Options", "Errors"];
const OPTIONAL_KEYS = new Set(["dependencies"]);
// Its API keeps what is registered in one place of the process, so the application decides on its version too.
const SHARED = new Set(["@opentelemetry/api"]);

const plugins = projectsIn("plugins");
const table = plugins.map(({ folder, manifest }) => [folder, manifest] as const);

function keysOf(manifest: object): string[] {
  return Object.keys(manifest)
    .filter((key) => !OPTIONAL_KEYS.has(key))
    .toSorted();
}

describe.each(table)("%s has the shape of every plugin", (folder, manifest) => {
  test("package.json has the same keys", () => {
    const first = plugins[0];
    expect(keysOf(manifest)).toEqual(keysOf(first?.manifest ?? {}));
  });

  test("core is a peer: the application decides on its version", () => {
    const peers = Object.keys(manifest.peerDependencies ?? {}).filter((name) => !SHARED.has(name));
    expect(peers).toEqual(["@tutti/core"]);
    expect(manifest.dependencies).not.toHaveProperty("@tutti/core");
  });

  test.each(["src/index.ts", "src/plugin.ts", "README.md"])("has %s", (file) => {
    expect(existsSync(fromRoot(folder, file))).toBe(true);
  });

  test("README.md has the same headings", () => {
    const readme = readFileSync(fromRoot(folder, "README.md"), "utf8");
    const headings = [...readme.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(HEADINGS);
  });
});
