import { type AddressInfo, createServer } from "node:net";
import { checkNode } from "../doctor/check-node";
import { project, tutti } from "../testing/commands";
import { fakeIo, type FakeIo, type FakeWorld, removeWorlds } from "../testing/fake-io";
import { serveBeside, stopServing } from "../testing/serving";

jest.setTimeout(30_000);
afterEach(async () => {
  await stopServing();
  removeWorlds();
  jest.restoreAllMocks();
});

/** Every other port may be in use on this machine. */
const FREE = { TUTTI_PORT: "0" };

interface Checked {
  readonly success: boolean;
  readonly checks: readonly { readonly check: string; readonly status: string; readonly message: string }[];
}

async function doctor(world: FakeWorld, ...argv: string[]): Promise<Checked & { readonly code: number }> {
  const io = fakeIo({ ...world, env: { ...FREE, ...world.env } });
  const code = await io.tutti("doctor", "--json", ...argv);
  return { code, ...(io.json as unknown as Checked) };
}

const statuses = ({ checks }: Checked) => checks.map(({ check, status }) => `${check} ${status}`);
const only = ({ checks }: Checked, wanted: string) => checks.filter(({ check }) => check === wanted);

/** A project with an execution in its store. */
async function used(): Promise<FakeIo> {
  const here = project();
  await tutti(here, "run", "hello.yaml", "-p", "user_name=Ada");
  return here;
}

describe("tutti doctor", () => {
  test("finds all well in an empty folder", async () => {
    const io = fakeIo({ env: FREE });
    expect(await io.tutti("doctor")).toBe(0);
    expect(io.out.split("\n").map((line) => line.slice(0, 11).trimEnd())).toEqual([
      "✔ node",
      "✔ sqlite",
      "✔ config",
      "✔ plugins",
      "✔ store",
      "✔ port",
      "",
    ]);
  });

  test("looks into the store, also of one that somebody runs", async () => {
    const here = await used();
    const found = await doctor({ beside: here });
    expect(found).toMatchObject({ code: 0, success: true });
    expect(statuses(found).slice(4)).toEqual(["store ok", "clock ok", "secrets ok", "port ok"]);
    await serveBeside(here);
    expect(only(await doctor({ beside: here }), "store")[0]?.message).toMatch(
      /; process \d+ \(tutti serve\) runs it$/,
    );
    expect(statuses(await doctor({ beside: here }, "--storage", "memory"))).toContain("store ok");
  });

  test("finds what is wrong with the configuration, and what to do", async () => {
    const io = fakeIo({ files: { "tutti.config.yaml": "servces: {}\n" } });
    expect(await io.tutti("doctor")).toBe(1);
    expect(io.out).toContain('✖ config    Unknown key "servces": did you mean "services"?');
    expect(io.out).toContain('\n  = fix: Rename "servces" to "services", or remove it.\n');
  });

  test("goes on beside a plugin that can't be loaded", async () => {
    const found = await doctor({ files: { "tutti.config.yaml": "plugins: [gone]\n" } });
    expect(found.code).toBe(1);
    expect(only(found, "plugins")[0]).toMatchObject({ status: "fail", fix: "Install it: npm install gone." });
    expect(statuses(found).slice(4)).toEqual(["store ok", "port ok"]);
  });

  test("finds a store that is none, or can't be made", async () => {
    const broken = await doctor({
      files: { "tutti.db": "this is no database, for it is a text that is long enough" },
    });
    expect(broken.code).toBe(1);
    expect(only(broken, "store")[0]?.status).toBe("fail");
    const nowhere = await doctor({}, "--storage", "no/such/folder/tutti.db");
    expect(only(nowhere, "store")[0]?.message).toContain("can't be made");
  });

  test("finds secrets that are not there", async () => {
    const here = project();
    const text = `name: Secret\nactions: [{ action_id: a, action_type: notification, config: { message: "{{$secrets.API_KEY}}" } }]\n`;
    here.save("secret.yaml", text);
    expect((await tutti(here, "start", "secret.yaml")).code).toBe(0);
    const found = await doctor({ beside: here });
    expect(found.code).toBe(0);
    expect(only(found, "secrets")).toEqual([
      {
        check: "secrets",
        status: "warn",
        message: 'The secret API_KEY is not there; "Secret" needs it.',
        fix: "Set TUTTI_SECRET_API_KEY where tutti runs, or put a file API_KEY into the folder of secrets.",
      },
    ]);
    const given = await doctor({ beside: here, env: { TUTTI_SECRET_API_KEY: "x" } });
    expect(only(given, "secrets")[0]?.message).toBe("1 are referred to, none is missing");
    const folder = fakeIo({ files: { API_KEY: "x" } }).cwd;
    expect(statuses(await doctor({ beside: here, env: { TUTTI_SECRETS: folder } }))).toContain("secrets ok");
  });

  test("finds a clock that was turned back", async () => {
    const here = await used();
    const now = Date.now();
    jest.spyOn(Date, "now").mockReturnValue(now - 3_600_000);
    const [clock] = only(await doctor({ beside: here }), "clock");
    expect(clock).toMatchObject({ status: "warn" });
    expect(clock?.message).toMatch(/^The newest execution was created 3[56]\d\d s in the future\.$/);
  });

  test("finds a port that is taken, and services that are not there when it is asked to", async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    const config = `server: { port: ${port} }\nservices:\n  here: { url: "http://127.0.0.1:${port}" }\n  gone: { instances: [{ url: "http://127.0.0.1:1" }] }\n`;
    const files = { "tutti.config.yaml": config };
    const found = await doctor({ files, env: { TUTTI_PORT: "" } }, "--services");
    server.close();
    expect(found.code).toBe(0);
    expect(only(found, "port")[0]?.message).toBe(
      `Nothing can listen on port ${port} of 127.0.0.1 (EADDRINUSE).`,
    );
    expect(only(found, "services").map(({ message, status }) => [status, message])).toEqual([
      ["ok", "here can be reached"],
      ["warn", "gone can't be reached at 127.0.0.1:1: ECONNREFUSED."],
    ]);
    expect(only(await doctor({}, "--services"), "services")[0]?.status).toBe("ok");
  });

  test("looks at a server instead of a store", async () => {
    const { stop, url } = await serveBeside(project(), "--memory");
    expect(statuses(await doctor({}, "--server", url))).toEqual([
      "node ok",
      "sqlite ok",
      "config ok",
      "server ok",
    ]);
    await stop();
    const gone = await doctor({ env: { TUTTI_URL: url } });
    expect(gone.code).toBe(1);
    expect(only(gone, "server")[0]).toMatchObject({
      status: "fail",
      message: expect.stringContaining(url) as string,
    });
  });

  test.each([
    ["v20.18.3", "fail", "warn"],
    ["v20.19.0", "ok", "warn"],
    ["v18.20.0", "fail", "warn"],
  ])("knows what Node.js %s is worth", (version, node, sqlite) => {
    const found = checkNode({ version, getBuiltinModule: () => undefined });
    expect(found.map(({ status }) => status)).toEqual([node, sqlite]);
  });
});
