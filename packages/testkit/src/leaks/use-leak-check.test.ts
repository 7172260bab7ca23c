import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { beginLeakCheck, createTestOrchestrator, useLeakCheck } from "../index";

const HERE = "use-leak-check.test.ts:";

async function leaksOf(work: () => Promise<() => unknown>): Promise<string> {
  const check = beginLeakCheck();
  const tidy = await work();
  const error: unknown = await check.end().catch((reason: unknown) => reason);
  await tidy();
  return error instanceof Error ? error.message : "";
}

describe("the leak check names what is left open and where it was made", () => {
  it.each([
    [
      "a timer",
      () => {
        const timer = setTimeout(() => undefined, 60_000);
        return Promise.resolve(() => clearTimeout(timer));
      },
    ],
    [
      "a timer",
      () => {
        const timer = setInterval(() => undefined, 60_000);
        return Promise.resolve(() => clearInterval(timer));
      },
    ],
    [
      "a listening socket",
      async () => {
        const server = createServer();
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        return () => server.close();
      },
    ],
    ["a test orchestrator", async () => (await createTestOrchestrator()).stop],
  ])("%s", async (what, work) => {
    const message = await leaksOf(work);
    expect(message).toContain(`Still open after the test:\n  ${what}, made at `);
    expect(message).toContain(HERE);
  });

  it("a socket", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const message = await leaksOf(async () => {
      const socket = connect(port, "127.0.0.1");
      await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
      return () => socket.destroy();
    });
    expect(message).toContain("  a socket, made at ");
    server.close();
  });
});

describe("the leak check lets pass", () => {
  it.each([
    [
      "what was closed",
      async () => {
        const server = createServer();
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        const { port } = server.address() as AddressInfo;
        await (
          await fetch(`http://127.0.0.1:${port}`, { signal: AbortSignal.timeout(1) }).catch(() => undefined)
        )?.text();
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
        clearTimeout(setTimeout(() => undefined, 1000));
        await using test = await createTestOrchestrator();
        await test.workflows.listWorkflows();
        return () => undefined;
      },
    ],
    [
      "a timer that keeps nobody",
      () => {
        const timer = setTimeout(() => undefined, 60_000).unref();
        return Promise.resolve(() => clearTimeout(timer));
      },
    ],
    ["what was there before", () => Promise.resolve(() => undefined)],
  ])("%s", async (_what, work) => expect(await leaksOf(work)).toBe(""));
});

describe("as hooks", () => {
  const hooks: (() => unknown)[] = [];
  useLeakCheck({
    hooks: { beforeEach: (hook) => void hooks.push(hook), afterEach: (hook) => void hooks.push(hook) },
  });

  test("begin before and end after each test", async () => {
    const [begin, end] = hooks as [() => void, () => Promise<void>];
    begin();
    const timer = setTimeout(() => undefined, 60_000);
    await expect(end()).rejects.toMatchObject({
      code: "LEAK",
      message: expect.stringContaining(HERE) as string,
    });
    clearTimeout(timer);
    begin();
    await end();
  });
});
