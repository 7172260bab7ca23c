// Packs every public package and examines the tarballs: what users install is what gets checked.
// Needs `npm run build` first.
const { spawnSync } = require("node:child_process");
const { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const path = require("node:path");
const { tarballProblems } = require("./tarball.cjs");

const root = path.resolve(__dirname, "../../..");

function publicPackages() {
  return ["packages", "plugins", "tools"]
    .flatMap((parent) => readdirSync(path.join(root, parent)).map((name) => path.join(root, parent, name)))
    .filter((folder) => existsSync(path.join(folder, "package.json")) && !readManifest(folder).private);
}

function readManifest(folder) {
  return JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
}

function run(program, args, cwd) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: "utf8" });
  return { ok: status === 0, output: `${stdout}${stderr}`.trim(), stdout };
}

function tool(name, ...args) {
  const { ok, output } = run(path.join(root, "node_modules/.bin", name), args, root);
  return ok ? [] : [`${name}:\n${output}`];
}

function check(folder, target) {
  const packed = run("npm", ["pack", "--json", "--pack-destination", target], folder);
  if (!packed.ok) return [packed.output];
  const [{ filename, files }] = JSON.parse(packed.stdout.slice(packed.stdout.indexOf("[")));
  const tarball = path.join(target, filename);
  return [
    ...tarballProblems(
      readManifest(folder),
      files.map((file) => file.path),
    ),
    ...tool("publint", "run", tarball, "--strict"),
    ...tool("attw", tarball),
  ];
}

const target = mkdtempSync(path.join(tmpdir(), "tutti-pack-"));
try {
  for (const folder of publicPackages()) {
    const problems = check(folder, target);
    console.log(`${problems.length === 0 ? "ok  " : "FAIL"} ${path.relative(root, folder)}`);
    for (const problem of problems) console.log(`\n${problem}\n`);
    if (problems.length > 0) process.exitCode = 1;
  }
} finally {
  rmSync(target, { recursive: true, force: true });
}
