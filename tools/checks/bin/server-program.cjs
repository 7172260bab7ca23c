// Finds a server program that tests need, and installs its Debian package when it is missing:
// node server-program.cjs <program>. Prints where it is.
const { spawnSync } = require("node:child_process");
const { accessSync, constants } = require("node:fs");
const path = require("node:path");

/** The programs that tests may ask for; their Debian packages have the same names. */
const KNOWN = ["redis-server", "nats-server"];

const FOLDERS = [...(process.env.PATH ?? "").split(path.delimiter), "/usr/sbin", "/usr/local/bin"];

function find(program) {
  return FOLDERS.map((folder) => path.join(folder, program)).find(isProgram);
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function run(program, ...args) {
  // Two test files may ask at the same time; and nothing is to be started by the package itself.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const { status, stderr, error } = spawnSync(program, args, { encoding: "utf8", env });
  if (status !== 0) fail(`${program} ${args.join(" ")} failed: ${error?.message ?? stderr}`);
}

function install(program) {
  const canInstall = process.getuid?.() === 0 && find("apt-get") !== undefined;
  if (!canInstall)
    fail(`The tests need ${program}. Install it: apt-get install ${program}, brew install ${program}.`);
  const lock = ["-o", "DPkg::Lock::Timeout=300"];
  run("apt-get", ...lock, "update", "-qq");
  run("apt-get", ...lock, "install", "-y", "--no-install-recommends", program);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

const [, , program] = process.argv;
if (!KNOWN.includes(program)) fail(`${program} is none of ${KNOWN.join(", ")}.`);
if (find(program) === undefined) install(program);
const found = find(program);
if (found === undefined) fail(`${program} was installed, but is in none of ${FOLDERS.join(", ")}.`);
process.stdout.write(`${found}\n`);
