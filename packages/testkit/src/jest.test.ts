import "./jest";
import { createTestOrchestrator, anAction, aWorkflow } from "./index";
import { openOrchestrators } from "./orchestrator/open-orchestrators";
import { beginLeakCheck } from "./leaks";
import { stopForgotten } from "./leaks/stop-forgotten";

describe("the preset for jest", () => {
  it("registers the matchers", async () => {
    const test = await createTestOrchestrator();
    expect(await test.execute(aWorkflow().withActions(anAction("a")).build())).toHaveCompleted();
    expect(openOrchestrators().size).toBe(1);
  });

  it("has stopped what the test before this one forgot", () => expect(openOrchestrators().size).toBe(0));

  it("leaves that to a leak check where there is one", async () => {
    const check = beginLeakCheck();
    await createTestOrchestrator();
    await stopForgotten();
    await expect(check.end()).rejects.toMatchObject({ code: "LEAK" });
    expect(openOrchestrators().size).toBe(0);
  });
});
