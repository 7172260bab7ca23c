import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { BY, json, project, tutti } from "../testing/commands";
import { fakeIo, removeWorlds } from "../testing/fake-io";
import { serveBeside, stopServing } from "../testing/serving";
import { version } from "../version";

jest.setTimeout(30_000);
afterEach(async () => {
  await stopServing();
  removeWorlds();
});

/** A project whose store a server has, and a world in another folder that speaks to it. */
async function served() {
  const { url } = await serveBeside(project(), "--memory");
  return { url, here: project() };
}

describe("commands with --server", () => {
  test("start, look at, steer and signal executions", async () => {
    const { here, url } = await served();
    const at = ["--server", url];
    const started = await tutti(here, "start", "approval.yaml", "-p", "item=chair", ...at);
    expect(started).toMatchObject({ code: 0, err: "" });
    const id = started.out.trim();
    const remote = (...argv: string[]) => json(here, ...argv, ...at);
    expect((await remote("executions")).executions).toMatchObject([{ execution_id: id, created_by: "ada" }]);
    expect((await remote("list", "--search", "Appr")).workflows).toMatchObject([{ name: "Approval" }]);
    expect((await remote("show", "Approval")).workflow.revision).toBe(1);
    expect(await tutti(here, "pause", "last", ...at)).toMatchObject({ code: 0, err: "" });
    expect((await remote("show", id.slice(0, 13))).execution.status).toBe("paused");
    expect(await tutti(here, "resume", id, ...at)).toMatchObject({ code: 0 });
    const followed = tutti(here, "events", id, "--follow", ...at);
    const told = await tutti(here, "signal", id, "approved", ...BY, ...at);
    expect(told.out).toContain(`${id} Approval got the signal: `);
    expect(await followed).toMatchObject({
      code: 0,
      out: expect.stringContaining("execution.completed") as string,
    });
    expect((await tutti(here, "events", id, ...at)).out).toContain("execution.completed");
    expect((await remote("show", id)).execution).toMatchObject({ result: { item: "chair", by: "Eve" } });
    const again = await remote("rerun", id, "-u", "eve");
    expect(again.execution).toMatchObject({ created_by: "eve", rerun_of: id });
    expect((await remote("cancel", "last", "--reason", "enough")).execution.execution_id).toBe(
      again.execution.execution_id,
    );
    expect((await tutti(here, "events", "last", "--follow", ...at)).code).toBe(1);
    expect((await remote("retry", "last")).execution.execution_id).toBe(again.execution.execution_id);
    // The project here has no store of its own.
    expect((await tutti(here, "executions")).err).toContain("error[STORAGE_NOT_FOUND]");
  });

  test("run shows an execution on the server as if it were here", async () => {
    const { here, url } = await served();
    const run = await tutti(here, "run", "hello.yaml", "-p", "user_name=Ada", "--server", url);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).toContain("✔ greet completed");
    expect(run.out).toMatch(/✔ Completed in \S+: 2 completed\nOutputs\n {2}text {2}Hello ADA\n$/);
    const failed = await tutti(here, "run", "failing.yaml", "--server", url);
    expect(failed.code).toBe(1);
    expect(failed.err).toContain("error[CARD_REFUSED]: no money");
    expect(failed.err).toContain("--> failing.yaml:");
  });

  test("a file that was changed is the next revision; the same one is the same", async () => {
    const { here, url } = await served();
    const start = () => tutti(here, "start", "hello.yaml", "-p", "user_name=Ada", "--server", url);
    const revision = async () => (await json(here, "show", "Hello", "--server", url)).workflow.revision;
    await start();
    await start();
    expect(await revision()).toBe(1);
    here.save(
      "hello.yaml",
      "name: Hello\nactions: [{ action_id: w, action_type: wait, config: { seconds: 0 } }]\n",
    );
    await tutti(here, "start", "hello.yaml", "--server", url);
    expect(await revision()).toBe(2);
    expect((await json(here, "show", "Hello", "--server", url)).workflow.parameters).toEqual([]);
  });

  test("actions lists what is installed there", async () => {
    const { here, url } = await served();
    here.save("tutti.config.yaml", "plugins: [gone]\n");
    const { code, out } = await tutti(here, "actions", "wait", "--server", url);
    expect(code).toBe(0);
    expect(out).toContain("wait  @tutti/core\n");
    expect((await tutti(here, "actions", "nope", "--server", url)).err).toContain(
      "error[UNKNOWN_ACTION_TYPE]",
    );
  });

  test("what is wrong is shown where it stands", async () => {
    const { here, url } = await served();
    const wrong = await tutti(here, "start", "wrong.yaml", "--server", url);
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain("error[UNKNOWN_ACTION_TYPE]");
    expect(wrong.err).toContain("--> wrong.yaml:4:");
    expect((await tutti(here, "pause", "0".repeat(36), "--server", url)).err).toContain(
      "error[UNKNOWN_EXECUTION]",
    );
    expect((await tutti(here, "show", "nothing", "--server", url)).err).toContain("error[UNKNOWN_EXECUTION]");
    expect((await tutti(here, "start", "nothing", "--server", url)).err).toContain("error[UNKNOWN_WORKFLOW]");
    await tutti(here, "run", "hello.yaml", "-p", "user_name=Ada", "--server", url);
    const late = await tutti(here, "resume", "last", "--server", url);
    expect(late.err).toContain("error[INVALID_STATE]");
  });
});

describe("which store is meant", () => {
  test("TUTTI_URL names a server, and --storage wins over it", async () => {
    const { url } = await served();
    const here = fakeIo({ env: { TUTTI_URL: url } });
    expect(await here.tutti("list")).toBe(0);
    expect(here.err).toBe("No workflows.\n");
    const local = fakeIo({ env: { TUTTI_URL: url } });
    expect(await local.tutti("list", "--storage", "own.db")).toBe(2);
    expect(local.err).toContain("own.db");
    const both = fakeIo();
    expect(await both.tutti("list", "--storage", "own.db", "--server", url)).toBe(2);
    expect(both.err).toContain("error[USAGE]: --server and --storage name two places.");
  });
});

describe("what can be wrong with a server", () => {
  test("it can't be reached", async () => {
    const { stop, url } = await serveBeside(project());
    await stop();
    const failed = await tutti(fakeIo(), "list", "--server", url);
    expect(failed.code).toBe(2);
    expect(failed.err).toContain(`error[CONNECTION_FAILED]: ${url} can't be reached: `);
    expect(failed.err).toContain("fix: Start it with tutti serve, or correct --server or TUTTI_URL.");
  });

  test("its address is none", async () => {
    expect((await tutti(fakeIo(), "list", "--server", "127.0.0.1:80")).err).toContain(
      "error[INVALID_OPTIONS]",
    );
  });

  test.each([
    [401, "UNAUTHENTICATED", {}, "Set TUTTI_TOKEN to an API key"],
    [401, "UNAUTHENTICATED", { TUTTI_TOKEN: "old" }, "Set TUTTI_TOKEN to a key or token that is valid."],
    [404, "UNKNOWN_ROUTE", {}, "Use the same version of tutti on both sides."],
    [500, "INTERNAL", {}, "Tell somebody."],
  ])("it answers with %d %s", async (status, code, env, fix) => {
    const url = await answering((response) => {
      response.writeHead(status, { "content-type": "application/problem+json" });
      response.end(
        JSON.stringify({ code, status, detail: "It says no.", fix: "Tell somebody.", errors: [] }),
      );
    });
    const io = fakeIo({ env });
    expect(await io.tutti("list", "--server", url)).toBe(2);
    expect(io.err).toContain(`error[${code}]: It says no.`);
    expect(io.err).toContain(`fix: ${fix}`);
  });

  test("it has another version that does not understand the request", async () => {
    const url = await answering((response, asked) => {
      const isDocument = asked === "/openapi.json";
      response.writeHead(isDocument ? 200 : 400, {
        "content-type": isDocument ? "application/json" : "application/problem+json",
      });
      const problem = { code: "INVALID_QUERY", status: 400, detail: "What?", errors: [] };
      response.end(JSON.stringify(isDocument ? { info: { version: "9.8.7" } } : problem));
    });
    const failed = await tutti(fakeIo(), "list", "--server", url);
    expect(failed.err).toContain(
      `error[SERVER_VERSION]: What? The server has version 9.8.7 of tutti; this is ${version}.`,
    );
  });
});

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function answering(
  answer: (response: import("node:http").ServerResponse, asked: string) => void,
): Promise<string> {
  const server = createServer((request, response) => answer(response, request.url ?? ""));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
