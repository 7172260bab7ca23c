import { authOf } from "../serve/auth";
import { FILES, project, tutti } from "../testing/commands";
import { fakeIo, removeWorlds } from "../testing/fake-io";
import { endProcesses, startTutti } from "../testing/process";
import { serveBeside, stopServing } from "../testing/serving";

jest.setTimeout(60_000);
afterEach(async () => {
  await endProcesses();
  await stopServing();
  removeWorlds();
  jest.restoreAllMocks();
});

describe("tutti serve", () => {
  test("serves the project's store, and says where", async () => {
    const here = project();
    await tutti(here, "start", "approval.yaml");
    const { io, stop, url } = await serveBeside(here);
    expect(io.out).toBe(`Tutti listens at ${url}\nThe API's documentation: ${url}/docs\n`);
    const answer = await fetch(`${url}/api/v1/executions`);
    expect(await answer.json()).toMatchObject({ executions: [{ workflow_name: "Approval" }] });
    // Commands beside it ask it, over its socket, as they ask any owner.
    expect(await tutti(here, "cancel", "last")).toMatchObject({ code: 0, err: "" });
    expect(await stop()).toBe(0);
    await expect(fetch(url)).rejects.toThrow("fetch failed");
    expect((await tutti(here, "show", "last")).out).toContain("cancelled");
  });

  test("goes on with what is unfinished, and says how much that is", async () => {
    const here = project();
    await tutti(here, "start", "approval.yaml");
    const io = fakeIo({ beside: here });
    const ended = io.tutti("serve", "--port", "0");
    await io.said("1 unfinished execution goes on.");
    io.interrupt();
    expect(await ended).toBe(0);
    expect(io.err).toContain(
      "Stopping when requests and actions have ended; Ctrl-C again to quit at once.\n",
    );
  });

  test("a second Ctrl-C quits at once", async () => {
    const { io, stop } = await serveBeside(project(), "--memory");
    io.interrupt();
    io.interrupt();
    expect(io.exits).toEqual([130]);
    expect(await stop()).toBe(0);
  });

  test("tells programs with --json", async () => {
    const io = project();
    const ended = io.tutti("serve", "--port", "0", "--memory", "--json", "--quiet");
    await io.said("\n");
    io.interrupt();
    expect(await ended).toBe(0);
    const { url } = io.json;
    expect(io.json).toEqual({
      success: true,
      url,
      docs_url: `${String(url)}/docs`,
      storage: "memory",
      unfinished: 0,
    });
  });

  test("stores the workflows of a folder first, each under its name", async () => {
    const here = project();
    here.save("hello.workflow-test.yaml", "no workflow: true\n");
    const right = Object.entries(FILES).filter(([name]) => name !== "wrong.yaml");
    const folder = fakeIo({ files: Object.fromEntries(right) });
    const workflows = ["--workflows", folder.cwd];
    const { stop, url } = await serveBeside(here, ...workflows);
    expect((await tutti(here, "list", "--server", url)).out.split("\n")).toHaveLength(6);
    await stop();
    folder.save("hello.yaml", FILES["hello.yaml"].replace("Hello {{", "Hi {{"));
    const again = await serveBeside(here, ...workflows);
    expect((await tutti(here, "show", "Hello", "--server", again.url)).out).toContain("2");
  });

  test("serves nothing when a workflow of the folder is wrong", async () => {
    const io = project();
    expect(await io.tutti("serve", "--port", "0", "--memory", "--workflows", ".")).toBe(2);
    expect(io.err).toContain("error[UNKNOWN_ACTION_TYPE]");
    expect(io.err).toContain("--> wrong.yaml:4:");
    expect(io.out).toBe("");
    const gone = await tutti(io, "serve", "--port", "0", "--memory", "--workflows", "gone");
    expect(gone.err).toContain("error[FILE_NOT_READ]: The folder gone can't be read: ");
  });

  test("listens as the command line says, else the environment, else the configuration", async () => {
    const { url } = await serveBeside(project(), "--memory");
    const { port } = new URL(url);
    const config = `server: { host: localhost, port: ${port} }\n`;
    const byConfig = fakeIo({ files: { "tutti.config.yaml": config } });
    expect(await byConfig.tutti("serve", "--memory", "--host", "127.0.0.1")).toBe(2);
    expect(byConfig.err).toContain(`error[PORT_IN_USE]: Port ${port} of 127.0.0.1 is in use`);
    const byEnv = fakeIo({ env: { TUTTI_PORT: port, TUTTI_HOST: "127.0.0.1" } });
    expect(await byEnv.tutti("serve", "--memory")).toBe(2);
    expect(byEnv.err).toContain("error[PORT_IN_USE]");
  });

  test.each([
    [["--port", "65536"], 'error[USAGE]: The port is "65536".'],
    [["--host", "192.0.2.1"], "error[AUTH_REQUIRED]"],
    [["--host", "0.0.0.0"], "fix: Say in the configuration who may ask: server: { auth: { keys: true } }"],
    [["--storage", "x.db"], "'--memory' cannot be used with option '-s, --storage <file>'"],
  ])("%j is refused", async (argv, text) => {
    const { code, err } = await tutti(project(), "serve", "--memory", ...argv);
    expect(code).toBe(2);
    expect(err).toContain(text);
  });

  test("asks for keys where the configuration says so, and the commands send them", async () => {
    const here = project();
    here.save("tutti.config.yaml", "server: { host: 0.0.0.0, auth: { keys: true } }\n");
    const { out } = await tutti(here, "keys", "create", "ci", "--role", "operator");
    const { url } = await serveBeside(here);
    const server = url.replace("0.0.0.0", "127.0.0.1");
    const withKey = async (token: string, ...argv: string[]) => {
      const io = fakeIo({ env: { TUTTI_TOKEN: token } });
      return { code: await io.tutti(...argv, "--server", server), err: io.err };
    };
    expect((await withKey("", "list")).err).toContain("error[UNAUTHENTICATED]");
    expect((await withKey("nonsense", "list")).err).toContain(
      "Set TUTTI_TOKEN to a key or token that is valid.",
    );
    expect(await withKey(out.trim(), "list")).toEqual({ code: 0, err: "No workflows.\n" });
  });

  test("takes the tokens of an identity provider", () => {
    const config = { jwks_url: "https://id.example.com/keys", issuer: "id", audience: "tutti" };
    const claims = {
      role_claim: "groups",
      roles: { devs: "author" },
      tag_claim: "teams",
      user_claim: "email",
    } as const;
    const made = jest.fn();
    authOf({ jwt: { ...config, ...claims } }, undefined, made);
    authOf({ jwt: config, keys: true }, undefined, made);
    const jwt = { jwks: { url: "https://id.example.com/keys" }, issuer: "id", audience: "tutti" };
    const more = { roleClaim: "groups", roles: { devs: "author" }, tagClaim: "teams", userClaim: "email" };
    expect(made.mock.calls).toEqual([[{ jwt: { ...jwt, ...more } }], [{ jwt }]]);
    expect(authOf(undefined, undefined, made)).toBeUndefined();
  });

  test("without SQLite says what to do, and serves memory", async () => {
    jest.spyOn(process, "getBuiltinModule").mockReturnValue(undefined);
    const { code, err } = await tutti(project(), "serve", "--port", "0");
    expect(code).toBe(2);
    expect(err).toContain("error[STORAGE_UNSUPPORTED]");
    expect(err).toContain("tutti serve --memory");
    await serveBeside(project(), "--memory");
  });

  test("a store that another process runs is not served", async () => {
    const here = project();
    await serveBeside(here);
    const { code, err } = await tutti(here, "serve", "--port", "0");
    expect(code).toBe(2);
    expect(err).toContain("error[STORAGE_IN_USE]");
  });

  test("as a process of its own says once where it listens, and ends at SIGTERM", async () => {
    const serving = startTutti(project(), "serve", "--port", "0");
    await serving.said("/docs");
    serving.child.kill("SIGTERM");
    const { code, err, out } = await serving.ended;
    expect(code).toBe(0);
    expect(`${out}${err}`.match(/listen/gi)).toHaveLength(1);
    expect(err).not.toContain("{");
  });
});
