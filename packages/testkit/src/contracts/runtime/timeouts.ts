import type { ActionError } from "@tutti/core";
import { holds, holdsUntilAborted } from "../../script";
import { matches, same } from "../check";
import { action, group, scenario, workflow } from "./scenario";

const fixed = { initial_interval_ms: 100, jitter: false };

/** The timeout of an attempt. */
export const attemptTimeout = group("a timeout per attempt", [
  scenario("aborts the signal and then retries", async (given) => {
    const { start, script, ended, clock } = await given.orchestrator();
    const reasons: unknown[] = [];
    script.on(
      "a",
      (call) => {
        call.context.signal.addEventListener("abort", () =>
          reasons.push((call.context.signal.reason as ActionError).code),
        );
        return call.held;
      },
      () => "second",
    );
    const id = await start(workflow([action("a", { timeout_seconds: 2, retry: fixed })]));
    await clock.advance(1999);
    same(script.calls.length, 1);
    await clock.advance(1);
    same([script.of("a")[0]?.aborted, reasons], [true, ["ACTION_TIMEOUT"]]);
    await clock.advance(100);
    same((await ended(id)).actions.a?.output, "second");
  }),
  scenario("ignores what an attempt answers after its timeout", async (given) => {
    const { start, script, ended, clock } = await given.orchestrator();
    script.on("a", holds);
    const id = await start(
      workflow([action("a", { timeout_seconds: 1, retry: { ...fixed, max_attempts: 2 } })]),
    );
    await clock.advance(1100);
    script.of("a")[0]?.complete("too late");
    await clock.advance(10);
    script.of("a")[1]?.complete("in time");
    matches((await ended(id)).actions.a, { output: "in time", attempts: 2 });
  }),
  scenario("fails with ACTION_TIMEOUT when no attempt is left", async (given) => {
    const { start, script, ended, clock } = await given.orchestrator();
    script.on("a", holdsUntilAborted);
    const id = await start(workflow([action("a")], { defaults: { timeout_seconds: 1.5 } }));
    await clock.advance(1500);
    const { error } = await ended(id);
    matches(error, {
      code: "ACTION_TIMEOUT",
      message: 'Action "a" ran longer than its timeout of 1.5 s.',
    });
  }),
  scenario("leaves no timer behind when the attempt ends in time", async (given) => {
    const { execute, clock } = await given.orchestrator();
    await execute(workflow([action("a", { timeout_seconds: 60 })], { timeout_seconds: 600 }));
    same(clock.size, 0);
  }),
]);

/** The timeout of the whole. */
export const executionTimeout = group("the timeout of the whole execution", [
  scenario("fails what is still going on, and runs on_failure", async (given) => {
    const { start, script, ended, clock } = await given.orchestrator();
    script.on("a", holdsUntilAborted);
    const id = await start(
      workflow([action("a"), action("b", { depends_on: "a" })], {
        timeout_seconds: 5,
        on_failure: [action("tidy")],
      }),
    );
    await clock.advance(5000);
    const execution = await ended(id);
    matches(execution.error, {
      code: "EXECUTION_TIMEOUT",
      action_id: null,
      message: "The execution ran longer than its timeout of 5 s.",
    });
    same(
      ["a", "b", "tidy"].map((name) => execution.actions[name]?.status),
      ["cancelled", "pending", "completed"],
    );
  }),
  scenario("starts anew with a retry", async (given) => {
    const { start, script, ended, clock, workflows, until } = await given.orchestrator();
    script.on("a", holdsUntilAborted);
    const id = await start(workflow([action("a")], { timeout_seconds: 5 }));
    await clock.advance(5000);
    await ended(id);
    await workflows.retryExecution(id, "ada");
    await clock.advance(4999);
    await until(id, "running");
    await clock.advance(1);
    same((await ended(id)).error?.code, "EXECUTION_TIMEOUT");
  }),
]);
