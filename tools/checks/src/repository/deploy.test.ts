import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fromRoot } from "../root";

const COMMAND = "node_modules/@tutti/cli/bin/tutti.cjs";
const read = (file: string): string => readFileSync(fromRoot(`tools/deploy/${file}`), "utf8");

const image = read("Dockerfile").replaceAll("\\\n", " ");
const unit = read("tutti.service");

/** The list of an instruction such as `CMD ["serve"]`: the last one counts. */
const listOf = (instruction: RegExp): string[] =>
  JSON.parse(image.match(instruction)?.groups?.["list"] ?? "null") as string[];
const setting = (name: string): string | undefined =>
  new RegExp(`^${name}=(?<value>.*)$`, "m").exec(unit)?.groups?.["value"];

const health = listOf(/^HEALTHCHECK .*CMD (?<list>\[.*\])$/m);
const commands = {
  image: [...listOf(/^ENTRYPOINT (?<list>\[.*\])$/m), ...listOf(/^CMD (?<list>\[.*\])$/m)],
  unit: (setting("ExecStart") ?? "").split(" ").slice(1),
};

const folder = mkdtempSync(path.join(tmpdir(), "tutti-deploy-"));
const started: ChildProcess[] = [];

/** Runs a program with the repository's sources. Gives what it said so far, on whichever stream. */
function start(program: readonly string[]): { readonly child: ChildProcess; readonly said: () => string } {
  const source = ["--conditions=@tutti/source", "--require", fromRoot("tools/checks/run-source.cjs")];
  const child = spawn(process.execPath, [...source, ...program], {
    cwd: folder,
    env: {
      ...process.env,
      TUTTI_CONFIG: fromRoot("tools/deploy/tutti.config.yaml"),
      TUTTI_STORAGE: path.join(folder, "tutti.db"),
    },
  });
  started.push(child);
  let all = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (all += String(chunk)));
  return { child, said: () => all };
}

async function untilSaid(
  { child, said }: ReturnType<typeof start>,
  pattern: RegExp,
): Promise<RegExpExecArray> {
  for (;;) {
    const found = pattern.exec(said());
    if (found !== null) return found;
    if (child.exitCode !== null) throw new Error(`It ended without saying ${String(pattern)}:\n${said()}`);
    await Promise.race([
      once(child.stdout as NodeJS.ReadableStream, "data"),
      once(child.stderr as NodeJS.ReadableStream, "data"),
      once(child, "close"),
    ]);
  }
}

afterAll(() => {
  for (const child of started) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

test.each(Object.entries(commands))(
  "the server of the %s starts as it is written, is healthy, and ends by SIGTERM",
  async (_name, [node, command, ...args]) => {
    expect([node, command]).toEqual(["node", COMMAND]);
    const anyPort = args.map((arg) => (arg === "5080" ? "0" : arg));
    const server = start([fromRoot("packages/cli/src/bin.ts"), ...anyPort]);
    const [, port = ""] = await untilSaid(server, /Tutti listens at http:\/\/[\w.]+:(\d+)/);
    const [program, option, script = ""] = health;
    expect([program, option]).toEqual(["node", "-e"]);
    const checked = start(["-e", script.replace("5080", port)]);
    expect((await once(checked.child, "close"))[0]).toBe(0);
    server.child.kill("SIGTERM");
    expect((await once(server.child, "close"))[0]).toBe(0);
    const again = start(["-e", script.replace("5080", port)]);
    expect((await once(again.child, "close"))[0]).toBe(1);
  },
);

test("the image runs as a user without rights, and writes only its volume", () => {
  const last = image.slice(image.lastIndexOf("\nFROM "));
  expect([...last.matchAll(/^USER (.*)$/gm)].map(([, user]) => user)).toEqual(["node"]);
  expect([...last.matchAll(/^VOLUME (.*)$/gm)].map(([, volume]) => volume)).toEqual(["/data"]);
  expect(last).toContain("TUTTI_STORAGE=/data/tutti.db");
});

test("the unit writes only its store, and waits longer than the server takes to stop", () => {
  expect([setting("DynamicUser"), setting("ProtectSystem"), setting("NoNewPrivileges")]).toEqual([
    "yes",
    "strict",
    "yes",
  ]);
  expect(setting("StateDirectory")).toBe("tutti");
  expect(unit).toContain("TUTTI_STORAGE=/var/lib/tutti/tutti.db");
  expect(Number(setting("TimeoutStopSec"))).toBeGreaterThan(20);
});
