import { type Script, throws } from "./script";
import { action, type TestOrchestrator, workflow } from "./test-orchestrator";

/** A workflow that uses every feature there is, and fails in the end. */
export async function everything({ create, workflows, script }: TestOrchestrator): Promise<string> {
  prepareEverything(script);
  const child = await create(
    workflow([action("inner", { config: { returns: "{{n}}" } })], {
      parameters: [{ name: "n", type: "integer" }],
      outputs: { n: "{{inner}}" },
    }),
  );
  const undo = { compensate: { action_type: "undo", config: {} } };
  const retry = { max_attempts: 3, initial_interval_ms: 10, jitter: false };
  const id = await create(
    workflow(
      [
        action("source", { config: { returns: [1, 2, 3] }, ...undo }),
        action("fan", {
          for_each: "{{source}}",
          max_concurrency: 2,
          config: { returns: "{{$item * 2}}" },
          ...undo,
          retry,
        }),
        action("skips", { condition: "{{$count(fan) > 5}}" }),
        action("flaky", { retry, depends_on: "fan" }),
        action("soft", { on_error: "continue" }),
        action("branch", { depends_on: { action: "soft", on: ["failed"] } }),
        { action_id: "nap", action_type: "wait", config: { seconds: 1 }, depends_on: "flaky" },
        {
          action_id: "listen",
          action_type: "wait_for_signal",
          config: { signal: "go" },
          depends_on: "skips",
        },
        {
          action_id: "child",
          action_type: "run_workflow",
          config: { workflow_id: child, parameters: { n: "{{$item}}" } },
          for_each: [7, 8],
          depends_on: "nap",
        },
        action("last", { depends_on: ["child", "branch", "listen"] }),
      ],
      {
        on_failure: [action("tidy", { config: { why: "{{$error.code}}" } })],
        concurrency: { limit: 5 },
        timeout_seconds: 1000,
      },
    ),
  );
  const started = await workflows.startWorkflow(id, {}, "ada", { idempotencyKey: "k", correlationId: "c" });
  return started.execution?.execution_id ?? "";
}

/** What its actions do. */
function prepareEverything(script: Script): void {
  script
    .on("flaky", ({ attempt }) => {
      if (attempt < 2) throw new Error("flaky");
      return "ok";
    })
    .on("soft", throws(new Error("soft")))
    .on("last", throws(new Error("the end")))
    .on("undo:fan", ({ attempt, index }) => {
      if (index === 1 && attempt === 1) throw new Error("undo later");
    });
}

/** Gives it the signal it waits for, and the time it needs. */
export async function finishEverything(test: TestOrchestrator, id: string): Promise<void> {
  const { actions } = await test.get(id);
  const heard =
    actions.listen?.status === "completed" || (await test.history(id)).includes("signal.received");
  if (!heard) await test.workflows.signalExecution(id, "go", "heard", "ada").catch(() => undefined);
  await test.clock.advance(10_000);
}
