import { spawnSync } from "node:child_process";
import { fromRoot } from "../root";
import { isOurs, projectsIn } from "./manifests";

const dependencies = [...projectsIn("packages"), ...projectsIn("plugins")].flatMap(({ folder, manifest }) =>
  Object.keys(manifest.dependencies ?? {})
    .filter((name) => !isOurs(name))
    .map((name) => [folder, name] as const),
);

// Published packages are CommonJS: a dependency that is an ES module only breaks them under jest.
test.each(dependencies)("%s can require %s", (folder, name) => {
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--no-experimental-require-module", "--eval", `require("reflect-metadata"); require("${name}")`],
    { cwd: fromRoot(folder), encoding: "utf8" },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});
