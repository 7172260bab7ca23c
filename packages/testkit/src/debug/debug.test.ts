import {
  createTestOrchestrator,
  debugService,
  enableDebugLogging,
  aWorkflow,
  anAction,
  Script,
  sampleWorkflowData,
} from "../index";

describe("a debugged service", () => {
  it("tells of each call, its arguments, its answer and its error", async () => {
    const texts: string[] = [];
    const service = debugService(
      {
        version: 3,
        add: (a: number, b: number) => a + b,
        later: (a: number) => Promise.resolve(a),
        fails: () => Promise.reject(new Error("late")),
        throws: () => {
          throw new Error("now");
        },
      },
      { write: (text) => void texts.push(text.replaceAll(/[\d.]+ ms/g, "? ms")) },
    );
    expect([service.version, service.add(1, 2), await service.later(4)]).toEqual([3, 3, 4]);
    await expect(service.fails()).rejects.toThrow("late");
    expect(() => service.throws()).toThrow("now");
    expect(texts.slice(0, 4)).toEqual([
      "add: called with\n  [ 1, 2 ]\n",
      "add: answered after ? ms\n  3\n",
      "later: called with\n  [ 4 ]\n",
      "later: answered after ? ms\n  4\n",
    ]);
    expect(texts[5]).toMatch(/^fails: threw after \? ms\n {2}Error: late/);
    expect(texts[7]).toMatch(/^throws: threw after \? ms\n {2}Error: now/);
  });

  it("is the service all the same, and writes to standard error", async () => {
    const write = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    await using test = await createTestOrchestrator();
    const workflows = debugService(test.workflows);
    const { success } = await workflows.createWorkflow(sampleWorkflowData(), "u");
    expect(success).toBe(false);
    expect(write.mock.calls.join("")).toContain("createWorkflow: called with\n  [\n");
    write.mockRestore();
  });
});

describe("debug logging", () => {
  const definition = aWorkflow().withActions(anAction("a")).build();
  const script = () =>
    new Script().on("a", ({ context }) => context.logger.child({ n: 1 }).debug({ x: 2 }, "deep"));

  it.each(["error", undefined])("is on until it is ended, whatever the level was (%s)", async (level) => {
    if (level === undefined) delete process.env.TUTTI_LOG_LEVEL;
    else process.env.TUTTI_LOG_LEVEL = level;
    const write = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    const end = enableDebugLogging();
    await using test = await createTestOrchestrator({ script: script() });
    end();
    await using quiet = await createTestOrchestrator({ script: script() });
    await test.execute(definition);
    const lines = write.mock.calls.length;
    await quiet.execute(definition);
    expect(process.env.TUTTI_LOG_LEVEL).toBe(level);
    expect(write.mock.calls.join("")).toMatch(/"level":"debug".*"n":1,"x":2,"msg":"deep"/);
    expect(write.mock.calls.length).toBe(lines);
    expect(test.logs).toMatchObject([{ message: "deep" }]);
    expect(quiet.logs).toMatchObject([{ message: "deep" }]);
    write.mockRestore();
    delete process.env.TUTTI_LOG_LEVEL;
  });
});
