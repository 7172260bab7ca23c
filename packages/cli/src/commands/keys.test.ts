import { readFileSync } from "node:fs";
import path from "node:path";
import { project, tutti } from "../testing/commands";
import { type FakeIo, removeWorlds } from "../testing/fake-io";

jest.setTimeout(30_000);
afterEach(removeWorlds);

interface Shown {
  readonly key: string;
  readonly api_key: { readonly key_id: string; readonly status: string };
  readonly keys: readonly {
    readonly key_id: string;
    readonly status: string;
    readonly expires_at: string | null;
  }[];
}

const keys = async (io: FakeIo, ...argv: string[]): Promise<Shown> =>
  JSON.parse((await tutti(io, "keys", ...argv, "--json")).out) as Shown;

test("a key is printed once, alone on standard output, and only its hash is stored", async () => {
  const io = project();
  const { code, err, out } = await tutti(
    io,
    "keys",
    "create",
    "ci",
    "--role",
    "operator",
    "--expires-in",
    "90d",
  );
  expect(code).toBe(0);
  expect(out).toMatch(/^tutti_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}\n$/);
  expect(err).toMatch(/^\S+ \(ci\): read, run, until \d{4}-.*Z\. The key is shown this once\.\n$/);
  const listed = await tutti(io, "keys", "list");
  expect(listed.out).toMatch(/active .* never .* read,run +ci\n$/);
  const secret = out.trim().split("_")[2] ?? "";
  expect(listed.out + listed.err).not.toContain(secret);
  expect(readFileSync(path.join(io.cwd, "tutti.db")).includes(secret)).toBe(false);
});

test("a key is rotated and revoked", async () => {
  const io = project();
  const { key, api_key } = await keys(
    io,
    "create",
    "team",
    "--role",
    "author",
    "--tag",
    "etl",
    "--tag",
    "bi",
  );
  expect(api_key).toMatchObject({ name: "team", tags: ["etl", "bi"], created_by: "ada", status: "active" });
  const next = await keys(io, "rotate", api_key.key_id, "--overlap", "7d", "--user", "eve");
  expect(next.api_key).toMatchObject({ name: "team", tags: ["etl", "bi"], created_by: "eve" });
  expect(next.key).not.toBe(key);
  const days = (Date.parse((await keys(io, "list")).keys[0]?.expires_at ?? "") - Date.now()) / 86_400_000;
  expect(Math.round(days)).toBe(7);
  const revoked = await tutti(io, "keys", "revoke", next.api_key.key_id);
  expect(revoked.out).toBe(`✔ ${next.api_key.key_id} (team) is revoked\n`);
  expect((await keys(io, "list")).keys.map(({ status }) => status)).toEqual(["active", "revoked"]);
});

test("keys are made beside the process that runs the store", async () => {
  const io = project();
  const worker = io.tutti("worker");
  await io.said("0 unfinished executions");
  const made = await tutti(io, "keys", "create", "team", "--role", "viewer", "--tag", "etl", "--json");
  expect(made).toMatchObject({ code: 0, err: "" });
  const { api_key } = JSON.parse(made.out) as Shown;
  expect(await keys(io, "revoke", api_key.key_id)).toMatchObject({ success: true });
  expect((await keys(io, "list")).keys).toMatchObject([{ key_id: api_key.key_id, status: "revoked" }]);
  io.interrupt();
  expect(await worker).toBe(0);
});

test("what is wrong is told, and nothing is stored", async () => {
  const io = project();
  const failed = async (...argv: string[]) => {
    const { code, err } = await tutti(io, "keys", ...argv);
    return [code, err];
  };
  expect(await failed("list")).toEqual([2, expect.stringContaining("STORAGE_NOT_FOUND")]);
  expect(await failed("create", "ci")).toEqual([2, expect.stringContaining("--role")]);
  expect(await failed("create", "ci", "--role", "king")).toEqual([
    2,
    expect.stringContaining('its role is "king"'),
  ]);
  expect(await failed("create", "ci", "--role", "viewer", "--expires-in", "soon")).toEqual([
    2,
    expect.stringContaining("--expires-in is no time span"),
  ]);
  expect(await failed("revoke", "nobody")).toEqual([
    2,
    expect.stringContaining('There is no API key "nobody".'),
  ]);
  expect((await tutti(io, "keys", "list")).err).toBe("No keys.\n");
});
