import { action, settle, testOrchestrator, workflow } from "../engine/testing";

const HOUR = 3_600_000;
const secrets = { get: (name: string) => (name === "KEY" ? "hunter22" : undefined) };
const parameters = [{ name: "key", type: "string", secret: true }];
const scheduled = (key: string): object =>
  workflow([action("a", { config: { key: "{{key}}" } })], {
    parameters,
    triggers: [{ type: "schedule", cron: "0 * * * *", parameters: { key } }],
  });

describe("a secret that a trigger reads", () => {
  it("is told in no report, also when the expression fails over it", async () => {
    const test = await testOrchestrator({ secrets });
    await test.create(scheduled("{{$number($secrets.KEY)}}"));
    await test.clock.advance(HOUR);
    expect(test.seen.at(-1)).toMatchObject({
      type: "tutti.trigger.failed",
      data: {
        errors: [{ code: "EXPRESSION_FAILED", message: expect.stringContaining("[redacted]") as string }],
      },
    });
    expect(JSON.stringify([test.seen, test.logs])).not.toContain("hunter22");
  });

  it("is told in no report when an event's filter fails over it", async () => {
    const test = await testOrchestrator({ secrets });
    const trigger = { type: "event", event_type: "paid", filter: "$number($secrets.KEY) = 1" };
    await test.create(workflow([action("a")], { triggers: [trigger] }));
    await settle();
    await test.events.publish({ type: "paid" });
    await settle();
    expect(test.seen.map(({ type }) => type)).toContain("tutti.trigger.failed");
    expect(JSON.stringify([test.seen, test.logs])).not.toContain("hunter22");
  });

  it("is known to the execution as it is, though its parameter holds more", async () => {
    const test = await testOrchestrator({ secrets });
    test.script.on("a", () => ({ alone: "hunter22" }));
    await test.create(scheduled("Bearer {{$secrets.KEY}}"));
    await test.clock.advance(HOUR);
    expect(test.script.calls.map(({ config }) => config)).toEqual([{ key: "Bearer hunter22" }]);
    const [only] = (await test.workflows.listExecutions()).executions;
    expect((await test.get(only?.execution_id ?? "")).actions.a?.output).toEqual({ alone: "[redacted]" });
  });

  it("may fail in a provider, whose message tells nothing of the secrets read before", async () => {
    const failing = {
      get: (name: string) => {
        if (name === "KEY") return "hunter22";
        throw new Error("vault has no hunter22");
      },
    };
    const test = await testOrchestrator({ secrets: failing });
    await test.create(scheduled("{{$secrets.KEY & $secrets.OTHER}}"));
    await test.clock.advance(HOUR);
    expect(test.seen.at(-1)?.data).toMatchObject({ errors: [{ message: "vault has no [redacted]" }] });
  });
});
