import type { CloudEvent } from "@tutti/core";
import { throws } from "../../script";
import { matches, same } from "../check";
import { endOf, finishEverything, startEverything } from "./everything";
import { action, group, scenario, undo, workflow } from "./scenario";

/** What all subscribers of an execution must have seen alike. */
const shown = ({ type, subject, sequence, data }: CloudEvent): unknown => [type, subject, sequence, data];

/** What subscribers see of an execution. */
export const events = group("events", [
  scenario("tell everything that happened to an execution, in its order", async (given) => {
    const { start, script, history, clock } = await given.orchestrator();
    script.on("b", throws(new Error("once")), throws(new Error("twice")));
    const retry = { max_attempts: 2, initial_interval_ms: 10, jitter: false };
    const id = await start(
      workflow([action("a", undo()), action("b", { depends_on: "a", retry })], {
        on_failure: [action("tidy")],
      }),
    );
    await clock.advance(10);
    same(await history(id), [
      "execution.created",
      "execution.started",
      "action.started a",
      "action.completed a",
      "action.started b",
      "action.failed b",
      "action.started b",
      "action.failed b",
      "compensation.started a",
      "compensation.completed a",
      "action.started tidy",
      "action.completed tidy",
      "execution.failed",
    ]);
  }),
  scenario("are seen live exactly as they are stored, with every feature there is", async (given) => {
    const bench = await given.orchestrator();
    const id = await startEverything(bench);
    await finishEverything(bench, id);
    matches(await endOf(bench, id), { status: "failed", hasGaps: false });
    const stored = await bench.events.correlated("c");
    for (const executionId of new Set(stored.map(({ executionid }) => executionid))) {
      const own = ({ executionid }: CloudEvent): boolean => executionid === executionId;
      same(bench.seen.filter(own).map(shown), stored.filter(own).map(shown));
    }
    same(bench.seen.length, stored.length);
  }),
  scenario("can be had from any place on, without a gap between the past and the present", async (given) => {
    const { start, script, events: stream } = await given.orchestrator();
    script.on("b", (call) => call.held);
    const id = await start(workflow([action("a"), action("b", { depends_on: "a" })]));
    const seen: number[] = [];
    stream.subscribe({ executionId: id, fromSequence: 3 }, ({ sequence }) => void seen.push(sequence ?? 0));
    (await script.started("b")).complete();
    await given.rest();
    same(seen, [3, 4, 5, 6, 7]);
  }),
  scenario("carry the correlation id, the execution and the time of the clock", async (given) => {
    const { create, workflows, seen, clock } = await given.orchestrator();
    const id = await create(workflow([action("a")]));
    await clock.advance(1500);
    const { execution } = await workflows.executeWorkflow(id, {}, "ada", { correlationId: "order-7" });
    await given.rest();
    same(
      seen.map(({ correlationid, executionid, time }) => [correlationid, executionid, time]),
      seen.map(() => ["order-7", execution?.execution_id, "2026-01-01T00:00:01.500Z"]),
    );
  }),
]);
