import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { once } from "node:events";
import path from "node:path";
import type { CloudEvent } from "@tutti/core";
import { TuttiError } from "@tutti/core/plugin";
import { fakeIo, removeWorlds } from "../testing/fake-io";
import { ControlClient } from "./client";
import { newEndpoint, removeStale } from "./endpoint";
import { parseLine, takeLines } from "./lines";
import { LONGEST_REQUEST } from "./protocol";
import { ControlServer, type Served } from "./server";

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  removeWorlds();
});

/** A new endpoint in a folder of the test's own. */
const endpointOf = (io = fakeIo()) => newEndpoint({ env: { XDG_RUNTIME_DIR: io.cwd }, storeFolder: io.cwd });

const event = (sequence: number) => ({ type: "tutti.action.started", sequence }) as CloudEvent;

async function listen(served: Partial<Served> = {}, endpoint = endpointOf()): Promise<ControlServer> {
  const server = await ControlServer.listen(endpoint);
  closers.push(() => server.close());
  server.serve(served as Served);
  return server;
}

async function reach(endpoint: string): Promise<ControlClient> {
  const client = await ControlClient.connect(endpoint, "process 1");
  closers.push(() => client!.close());
  return client!;
}

/** Sends lines as they are; gives the answers, until the server ends the connection or so many have come. */
async function talk(endpoint: string, count: number, ...lines: string[]): Promise<unknown[]> {
  const socket = connect(endpoint);
  const answers: unknown[] = [];
  await new Promise<void>((resolve) => {
    takeLines(socket, {
      longest: 1000,
      onLine: (line) => answers.push(parseLine(line)) > count && resolve(),
      onTooLong: resolve,
    });
    socket.once("close", () => resolve());
    for (const line of lines) socket.write(line);
  });
  socket.destroy();
  return answers.slice(1);
}

test("what is asked is answered, each with its own answer", async () => {
  const ask = jest.fn((id: string) => Promise.resolve({ id }));
  const { endpoint } = await listen({ ask: ask as unknown as Served["ask"] });
  const client = await reach(endpoint);
  const call = (execution_id: string) =>
    client.request({ method: "ask", execution_id, ask: { kind: "pause" }, user: "ada" });
  expect(await Promise.all([call("a"), call("b")])).toEqual([{ id: "a" }, { id: "b" }]);
  expect(ask).toHaveBeenCalledWith("a", { kind: "pause" }, "ada");
});

test("events come as they happen, until the end; one who leaves is let go", async () => {
  const seen: number[] = [];
  let isGone: Promise<unknown> = Promise.resolve();
  const follow: Served["follow"] = async (id, { from, onEvent, signal }) => {
    onEvent(event(from));
    onEvent(event(from + 1));
    if (id === "ending") return "ended";
    isGone = once(signal!, "abort");
    await isGone;
    return "lost";
  };
  const { endpoint } = await listen({ follow });
  const client = await reach(endpoint);
  expect(await client.follow("ending", 3, ({ sequence = 0 }) => void seen.push(sequence))).toBe("ended");
  expect(seen).toEqual([3, 4]);
  const lasting = client.follow("lasting", 1, ({ sequence }) => sequence === 2 && void client.close());
  expect(await lasting).toBe("lost");
  await isGone;
});

test("errors keep their code, message and fix", async () => {
  const failing = (error: Error) => ({ start: () => Promise.reject(error) });
  const start = { method: "start", workflow_id: "w", parameters: {}, user: "ada" } as const;
  const told = async (error: Error): Promise<unknown> => {
    const client = await reach((await listen(failing(error))).endpoint);
    return client
      .request(start)
      .catch((reason: unknown) => (reason as { readonly diagnostics: readonly unknown[] }).diagnostics[0]);
  };
  expect(await told(TuttiError.of("OVERLOADED", { waiting: 3 }))).toMatchObject({
    code: "OVERLOADED",
    message: expect.stringContaining("3 wait") as unknown,
    fix: expect.stringContaining("limits") as unknown,
  });
  expect(await told(new Error("out of luck"))).toMatchObject({ code: "INTERNAL", message: "out of luck" });
  expect(await told(TuttiError.of("ORCHESTRATOR_STOPPED", { request: "x" }))).toMatchObject({
    code: "OWNER_BUSY",
  });
});

test.each([
  ["no JSON\n", "it is no JSON"],
  ['{"id":7}\n', "method"],
  ['{"id":7,"method":"drop"}\n', "method"],
  ['{"id":7,"method":"follow","execution_id":"x","from":0}\n', "from"],
  ['{"id":7,"method":"ask","execution_id":"x","ask":{"kind":"pause","more":1},"user":"u"}\n', "ask"],
])("%j is refused", async (line, problem) => {
  const { endpoint } = await listen();
  const [answer] = await talk(endpoint, 1, line);
  const id = line.startsWith("{") ? 7 : 0;
  expect(answer).toMatchObject({ id, error: { code: "INVALID_REQUEST" } });
  expect((answer as { error: { message: string } }).error.message).toContain(problem);
});

test("a line that is too long ends the connection", async () => {
  const { endpoint } = await listen();
  const [answer] = await talk(endpoint, 9, "x".repeat(LONGEST_REQUEST + 1));
  expect(answer).toMatchObject({ id: 0, error: { code: "INVALID_REQUEST" } });
  const client = await reach(endpoint);
  const long = { method: "put", definition: { x: "x".repeat(LONGEST_REQUEST) }, user: "ada" } as const;
  await expect(client.request(long)).rejects.toThrow(/longer than/);
});

test("requests wait until there is something to serve; an owner that ends refuses them", async () => {
  const server = await ControlServer.listen(endpointOf());
  const client = await reach(server.endpoint);
  const call = () => client.request({ method: "ask", execution_id: "x", ask: { kind: "pause" }, user: "u" });
  const early = call();
  server.serve({ ask: () => Promise.resolve("served") } as unknown as Served);
  expect(await early).toBe("served");
  server.refuse();
  await expect(call()).rejects.toThrow("it is ending.");
  await server.close();
  await expect(call()).rejects.toThrow("it is ending.");
  await client.closed;
});

test("an owner that is killed leaves what it took without an answer", async () => {
  const io = fakeIo();
  const endpoint = path.join(io.cwd, "s");
  const server = createServer((socket) => {
    socket.write('{"tutti":1,"version":"0.0.0"}\n');
    socket.on("data", () => socket.destroy());
  }).listen(endpoint);
  const client = await reach(endpoint);
  await expect(
    client.request({ method: "ask", execution_id: "x", ask: { kind: "pause" }, user: "u" }),
  ).rejects.toThrow("ended before it answered");
  server.close();
});

test.each([
  ['{"tutti":2,"version":"9.0.0"}\n', "is version 9.0.0 of tutti"],
  ["HTTP/1.1 400 Bad Request\n", "is no version of tutti"],
])("an owner that greets with %j is not talked to", async (greeting, message) => {
  const endpoint = path.join(fakeIo().cwd, "s");
  const server = createServer((socket) => void socket.end(greeting)).listen(endpoint);
  await expect(ControlClient.connect(endpoint, "process 1")).rejects.toThrow(message);
  server.close();
});

test("nobody listens", async () => {
  expect(await ControlClient.connect(path.join(fakeIo().cwd, "gone"), "process 1")).toBeUndefined();
});

describe("the endpoint", () => {
  test("is in a folder that is this user's alone", () => {
    const { cwd } = fakeIo();
    const endpoint = newEndpoint({ env: { XDG_RUNTIME_DIR: cwd }, storeFolder: cwd });
    expect(path.dirname(endpoint)).toBe(path.join(cwd, "tutti"));
    expect(statSync(path.dirname(endpoint)).mode & 0o777).toBe(0o700);
  });

  test("is elsewhere when others can enter that folder, or its name is too long", () => {
    const { cwd } = fakeIo();
    mkdirSync(path.join(cwd, "tutti"));
    chmodSync(path.join(cwd, "tutti"), 0o755);
    const long = path.join(cwd, "x".repeat(100));
    mkdirSync(long);
    writeFileSync(path.join(cwd, "file"), "");
    for (const folder of [cwd, long, path.join(cwd, "file"), "not/absolute"]) {
      const endpoint = newEndpoint({ env: { XDG_RUNTIME_DIR: folder }, storeFolder: long });
      expect(endpoint.startsWith(cwd)).toBe(false);
      expect(Buffer.byteLength(endpoint)).toBeLessThanOrEqual(100);
      expect(statSync(path.dirname(endpoint)).mode & 0o077).toBe(0);
    }
  });

  test("is beside the store where nothing else can be written, as in a read-only container", () => {
    const { cwd } = fakeIo();
    const file = path.join(cwd, "file");
    writeFileSync(file, "");
    const endpoint = newEndpoint({ env: {}, storeFolder: cwd, temporary: [file] });
    expect(path.dirname(endpoint)).toBe(path.join(cwd, ".tutti-run"));
    expect(statSync(path.dirname(endpoint)).mode & 0o777).toBe(0o700);
  });

  test("asks for a folder where there is none at all", () => {
    const { cwd } = fakeIo();
    const file = path.join(cwd, "file");
    writeFileSync(file, "");
    expect(() => newEndpoint({ env: {}, storeFolder: file, temporary: [file] })).toThrow(
      expect.objectContaining({
        code: "INVALID_OPTIONS",
        message: expect.stringMatching(/no folder for the socket/) as string,
        fix: expect.stringContaining("XDG_RUNTIME_DIR") as string,
      }) as Error,
    );
  });

  test("is a pipe on Windows", () => {
    expect(newEndpoint({ env: {}, storeFolder: "" }, "win32")).toMatch(/^\\\\\.\\pipe\\tutti-[0-9a-f]{18}$/);
    expect(() => removeStale(String.raw`\\.\pipe\tutti-x`, "win32")).not.toThrow();
  });

  test("is removed by the next owner when its own was killed", async () => {
    const io = fakeIo();
    const stale = endpointOf(io);
    // A socket stays behind when its process is killed: here, when a copy of its name outlives it.
    const { spawnSync } = jest.requireActual<typeof import("node:child_process")>("node:child_process");
    const program = `require("net").createServer().listen(${JSON.stringify(stale)}, () => process.kill(process.pid, "SIGKILL"))`;
    spawnSync(process.execPath, ["-e", program]);
    expect(existsSync(stale)).toBe(true);
    const server = await listen({}, endpointOf(io));
    const other = await listen({}, endpointOf(io));
    removeStale(server.endpoint);
    while (existsSync(stale)) await new Promise((resolve) => void setImmediate(resolve));
    expect(existsSync(other.endpoint)).toBe(true);
  });
});
