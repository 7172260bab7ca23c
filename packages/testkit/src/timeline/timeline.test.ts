import {
  anAction,
  aWorkflow,
  createTestOrchestrator,
  eventTimeline,
  Script,
  throws,
  timeline,
} from "../index";

async function example() {
  await using test = await createTestOrchestrator({
    script: new Script().on("call", throws(new Error("down")), throws(new Error("still down"))),
  });
  const { execution } = await test.execute(
    aWorkflow("Review")
      .withActions(
        anAction("fetch"),
        anAction("pause").ofType("wait").withConfig({ seconds: 90_000 }),
        anAction("skipped").when("false"),
        anAction("each").with({ for_each: ["a", "b"] }),
        anAction("call").withAttempts(2, 1500).after("pause", "fetch"),
      )
      .build(),
  );
  if (execution === null) throw new Error("no execution");
  return { execution, live: timeline(execution), events: test.eventsOf(execution.execution_id) };
}

describe("a timeline", () => {
  it("tells what happened and when", async () => {
    const { execution, live } = await example();
    expect(live).toContain(
      `Execution "Review" (${execution.execution_id}) failed: ACTION_FAILED still down`.slice(0, 40),
    );
    const lines = live.split("\n").map((line) => line.trim().replaceAll(/ +/g, " "));
    expect(lines).toEqual(
      expect.arrayContaining([
        "+0 ms fetch completed",
        "+0 ms skipped skipped (condition)",
        "+0 ms pause waiting for time",
        "+0 ms each started [1]",
        '+1 d 1 h call failed, attempt 1: ACTION_FAILED Action "call" failed: down; again at +1 d 1 h',
      ]),
    );
  });

  it("is told from the execution itself once its orchestrator has stopped", async () => {
    const { execution } = await example();
    const lines = timeline(execution)
      .split("\n")
      .map((line) => line.trim().replaceAll(/ +/g, " "));
    expect(lines.slice(1)).toEqual(
      expect.arrayContaining([
        "+0 ms fetch completed",
        expect.stringMatching(/^\+1 d 1 h call failed after 2 attempts: ACTION_FAILED/),
        "never skipped skipped",
      ]),
    );
  });

  it("of events begins with the first", async () => {
    const { events } = await example();
    expect(eventTimeline(events)).toMatch(/^ {2}\+0 ms +created\n/);
    expect(eventTimeline([])).toBe("  nothing happened");
  });
});
