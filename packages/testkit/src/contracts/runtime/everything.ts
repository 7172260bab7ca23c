import { type Script, throws } from "../../script";
import { type Bench, executionOf } from "./bench";
import { action, child, listen, nap, undo, workflow } from "./scenario";

const retry = { max_attempts: 3, initial_interval_ms: 10, jitter: false };

/** Actions that use every feature there is, and fail in the end. */
const actionsWith = (childWorkflow: string): object[] => [
  action("source", { config: { returns: [1, 2, 3] }, ...undo() }),
  action("fan", {
    for_each: "{{source}}",
    max_concurrency: 2,
    config: { returns: "{{$item * 2}}" },
    ...undo(),
    retry,
  }),
  action("skips", { condition: "{{$count(fan) > 5}}" }),
  action("flaky", { retry, depends_on: "fan" }),
  action("soft", { on_error: "continue" }),
  action("branch", { depends_on: { action: "soft", on: ["failed"] } }),
  nap("nap", { seconds: 1 }, { depends_on: "flaky" }),
  listen("listen", { signal: "go" }, { depends_on: "skips" }),
  child(childWorkflow, { n: "{{$item}}" }, { for_each: [7, 8], depends_on: "nap" }),
  action("last", { depends_on: ["child", "branch", "listen"] }),
];

/** Starts a workflow that uses every feature there is, under the correlation id `c`. */
export async function startEverything({ create, workflows, script }: Bench): Promise<string> {
  prepare(script);
  const inner = await create(
    workflow([action("inner", { config: { returns: "{{n}}" } })], {
      parameters: [{ name: "n", type: "integer" }],
      outputs: { n: "{{inner}}" },
    }),
  );
  const id = await create(
    workflow(actionsWith(inner), {
      on_failure: [action("tidy", { config: { why: "{{$error.code}}" } })],
      concurrency: { limit: 5 },
      timeout_seconds: 1000,
    }),
  );
  const options = { idempotencyKey: "k", correlationId: "c" };
  return executionOf(await workflows.startWorkflow(id, {}, "ada", options)).execution_id;
}

/** What the actions of {@link startEverything} do. */
export function prepare(script: Script): Script {
  return script
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

/** Lets {@link startEverything}'s execution come to its end. */
export async function finishEverything({ clock, get, history, workflows }: Bench, id: string): Promise<void> {
  await clock.activity.rest();
  const { actions } = await get(id);
  const isHeard = actions.listen?.status === "completed" || (await history(id)).includes("signal.received");
  if (!isHeard) await workflows.signalExecution(id, "go", "heard", "ada");
  await clock.advance(10_000);
}

/** How an execution ended, without what depends on when things happened. */
export async function endOf({ get, workflows, events }: Bench, id: string): Promise<unknown> {
  const { status, error, actions } = await get(id);
  const { executions } = await workflows.listExecutions({ limit: 100 });
  const own = (await events.correlated("c")).filter(({ executionid }) => executionid === id);
  return {
    status,
    error: error?.message,
    actions: Object.fromEntries(
      Object.entries(actions).map(([name, one]) => [
        name,
        [one.status, name === "nap" ? "some time" : one.output, one.items ?? null],
      ]),
    ),
    executions: executions.map((one) => one.status).toSorted(),
    hasGaps: own.some(({ sequence }, index) => sequence !== index + 1),
  };
}
