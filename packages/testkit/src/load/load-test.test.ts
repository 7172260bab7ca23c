import {
  anAction,
  aWorkflow,
  createTestClock,
  createTestOrchestrator,
  type LoadProgress,
  loadTest,
  monitorPerformance,
  Script,
} from "../index";

/** A run that takes so many ms of virtual time. */
function slowly(clock: ReturnType<typeof createTestClock>, ms: number): Promise<void> {
  return new Promise((resolve) => void clock.schedule(clock.now() + ms, resolve));
}

async function example() {
  const clock = createTestClock();
  const begins: [number, number, number][] = [];
  const progress: LoadProgress[] = [];
  const running = loadTest({
    users: 5,
    batchSize: 2,
    iterations: 2,
    rampUp: "1 s",
    name: "Example",
    clock,
    progress: (one) => void progress.push(one),
    async run(user, iteration) {
      begins.push([user, iteration, clock.monotonic()]);
      await slowly(clock, 1000 * (user + 1));
      if (user === 3) throw new Error("no room");
      return user === 4 ? { success: false, message: "refused" } : { success: true };
    },
  });
  return { report: await clock.until(running), begins, progress };
}

describe("a load test", () => {
  it("runs its users in batches, each as often as it shall", async () => {
    const { begins, progress } = await example();
    expect(begins).toEqual([
      [0, 0, 0],
      [1, 0, 500],
      [0, 1, 1000],
      [1, 1, 2500],
      [2, 0, 4500],
      [3, 0, 5000],
      [2, 1, 7500],
      [3, 1, 9000],
      [4, 0, 13_000],
      [4, 1, 18_000],
    ]);
    expect(progress.at(-1)).toEqual({ done: 10, total: 10, failed: 4 });
  });

  it("reports what came of it", async () => {
    const { report } = await example();
    expect(JSON.parse(JSON.stringify(report))).toEqual({
      name: "Example",
      users: 5,
      total: 10,
      succeeded: 6,
      failed: 4,
      success_rate: 0.6,
      total_seconds: 23,
      throughput: expect.closeTo(6 / 23) as number,
      seconds: { count: 6, min: 1, mean: 2, median: 2, p95: 3, p99: 3, max: 3 },
      errors: { "no room": 2, refused: 2 },
    });
    const lines: string[] = [];
    report.print((text) => lines.push(...text.split("\n")));
    expect(lines).toEqual([
      "Example:",
      "  Total users:             5",
      "  Total executions:        10",
      "  Successful executions:   6",
      "  Failed executions:       4",
      "  Success rate:            60.00 %",
      "  Total time:              23.00 s",
      "  Average execution time:  2.000 s",
      "  Median execution time:   2.000 s",
      "  95 % took at most:       3.000 s",
      "  99 % took at most:       3.000 s",
      "  Min execution time:      1.000 s",
      "  Max execution time:      3.000 s",
      "  Throughput:              0.26 executions/second",
      "Failures:",
      "  2 × no room",
      "  2 × refused",
    ]);
  });

  it("keeps to its limits, or says each that it does not", async () => {
    const { report } = await example();
    report.assert({ successRate: 0.6, throughput: 0.2, mean: 2, median: 2, p95: 3, p99: 3, max: 3 });
    expect(() => report.assert({ successRate: 0.95, throughput: 3, mean: 1, max: 3, p99: 2.5 })).toThrow(
      "Success rate too low: 0.600 < 0.95\nThroughput too low: 0.261 < 3\nmean too slow: 2.000 s > 1 s\np99 too slow: 3.000 s > 2.5 s\n\nExample:",
    );
  });

  it("takes executions of a real orchestrator in real time", async () => {
    await using test = await createTestOrchestrator({ realTime: true });
    const { workflow } = await test.workflows.createWorkflow(
      aWorkflow().withActions(anAction("a")).build(),
      "u",
    );
    const report = await loadTest({
      users: 20,
      batchSize: 5,
      run: (user) => test.workflows.executeWorkflow(workflow?.workflow_id ?? "", {}, `user_${user}`),
    });
    report.assert({ successRate: 1, throughput: 3, mean: 3, max: 10 });
    expect(report.samples).toHaveLength(20);
  });

  it("that has nothing to say says so", async () => {
    const report = await loadTest({
      users: 1,
      run: () => Promise.reject(new Error("down")),
      clock: createTestClock(),
    });
    expect(report.toJSON()).toMatchObject({
      success_rate: 0,
      throughput: 0,
      seconds: { count: 0, mean: 0, max: 0 },
    });
  });

  it.each([{ users: 0 }, { users: 2, batchSize: 1.5 }, { users: 2, iterations: -1 }])(
    "refuses %j",
    async (options) => {
      await expect(loadTest({ ...options, run: () => undefined })).rejects.toMatchObject({
        code: "INVALID_OPTIONS",
      });
    },
  );
});

describe("the progress line", () => {
  const written: string[] = [];
  const { isTTY } = process.stderr;
  beforeEach(() => {
    written.length = 0;
    jest.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
  });
  afterEach(() => {
    process.stderr.isTTY = isTTY;
    jest.restoreAllMocks();
  });

  it.each([
    [
      true,
      [
        "\r1/4 executions, 0 failed",
        "\r2/4 executions, 0 failed",
        "\r3/4 executions, 0 failed",
        "\r4/4 executions, 0 failed\n",
      ],
    ],
    [
      false,
      [
        "1/4 executions, 0 failed\n",
        "2/4 executions, 0 failed\n",
        "3/4 executions, 0 failed\n",
        "4/4 executions, 0 failed\n",
      ],
    ],
  ])("on a terminal: %s", async (isTerminal, expected) => {
    process.stderr.isTTY = isTerminal;
    await loadTest({ users: 4, run: () => undefined, progress: true });
    expect(written).toEqual(expected);
  });
});

describe("a performance monitor", () => {
  it("measures executions and actions by the orchestrator's clock", async () => {
    await using test = await createTestOrchestrator({
      script: new Script().on("bad", () => Promise.reject(new Error("no"))),
    });
    const monitor = monitorPerformance(test.events);
    const good = aWorkflow().withActions(
      anAction("wait").ofType("wait").withConfig({ seconds: 2 }),
      anAction("each")
        .after("wait")
        .with({ for_each: [1, 2] }),
    );
    await test.execute(good.build());
    await test.execute(aWorkflow().withActions(anAction("bad")).build());
    monitor.stop();
    await test.execute(good.build());
    const { executions, actions, process: used } = monitor.results();
    expect(executions).toMatchObject({ ended: { completed: 1, failed: 1 }, seconds: { count: 2, max: 2 } });
    expect(actions).toMatchObject({
      wait: { count: 1, mean: 2 },
      each: { count: 2, max: 0 },
      bad: { count: 1 },
    });
    expect(used.cpu).toBeGreaterThan(0);
    expect(monitor.results().process).toEqual(used);
  });

  it("prints a table, also while it watches and when nothing came", async () => {
    await using test = await createTestOrchestrator();
    const monitor = monitorPerformance(test.events);
    const texts: string[] = [];
    monitor.print((text) => texts.push(text));
    await test.execute(aWorkflow().withActions(anAction("a")).build());
    monitor.print((text) => texts.push(text));
    monitor.stop();
    expect(texts[0]).toMatch(/^Executions: none\n {2}all executions {2}0 × mean 0\.000 s.*\nProcess: /);
    expect(texts[1]).toMatch(
      /^Executions: 1 completed\n {2}all executions {2}1 × .*\n {2}a {15}1 × mean 0\.000 s/,
    );
  });
});
