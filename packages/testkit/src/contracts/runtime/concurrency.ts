import { holds, throws } from "../../script";
import { refuses, same } from "../check";
import type { Bench } from "./bench";
import { action, group, scenario, workflow } from "./scenario";
import type { RuntimeSetup } from "./setup";

const parameters = [{ name: "customer", type: "string", default_value: "any" }];
interface Limited extends Bench {
  /** Starts an execution; answers its id. */
  readonly begin: (customer?: string) => Promise<string>;
}

/** A workflow with a concurrency limit, whose action holds. */
async function limited(given: RuntimeSetup, concurrency: object, rest: object = {}): Promise<Limited> {
  const test = await given.orchestrator();
  test.script.on("a", holds);
  const workflowId = await test.create(
    workflow([action("a", { config: { customer: "{{customer}}" } })], { parameters, concurrency, ...rest }),
  );
  const begin = async (customer = "any"): Promise<string> =>
    (await test.workflows.startWorkflow(workflowId, { customer }, "ada")).execution?.execution_id ?? "";
  return { ...test, begin };
}

/** How many executions run at once. */
export const concurrency = group("a concurrency limit", [
  scenario(
    "lets so many run; the others are pending and follow in the order in which they came",
    async (given) => {
      const { begin, script, get, statuses } = await limited(given, { limit: 2 });
      const ids = [await begin(), await begin(), await begin(), await begin()];
      same(await statuses(ids), ["running", "running", "pending", "pending"]);
      same((await get(ids[2] as string)).started_at, null);
      script.of("a")[1]?.complete();
      same(await statuses(ids), ["running", "completed", "running", "pending"]);
    },
  ),
  scenario("counts per key", async (given) => {
    const { begin, statuses } = await limited(given, { limit: 1, key: "{{customer}}" });
    const ids = [await begin("x"), await begin("y"), await begin("x")];
    same(await statuses(ids), ["running", "running", "pending"]);
  }),
  scenario(
    "gives the place of one that fails, or is cancelled while it is pending, to the next",
    async (given) => {
      const { begin, script, workflows, statuses } = await limited(given, { limit: 1 });
      const ids = [await begin(), await begin(), await begin()];
      await workflows.cancelExecution(ids[1] as string, "ada");
      script.of("a")[0]?.fail(new Error("no"));
      same(await statuses(ids), ["failed", "cancelled", "running"]);
    },
  ),
  scenario("holds for an execution that is retried too", async (given) => {
    const { begin, script, workflows, get, ended } = await limited(given, { limit: 1 });
    script.on("a", throws(new Error("no")), holds);
    const first = await begin();
    await ended(first);
    const second = await begin();
    same((await workflows.retryExecution(first, "ada")).execution?.status, "pending");
    (await script.started("a", 2)).complete();
    await ended(second);
    await script.started("a", 3);
    same((await get(first)).status, "running");
  }),
  scenario("counts the timeout from the start, not from the wait for it", async (given) => {
    const { begin, script, clock, get } = await limited(given, { limit: 1 }, { timeout_seconds: 10 });
    const [first, second] = [await begin(), await begin()];
    await clock.advance(9_000);
    script.of("a")[0]?.complete();
    await clock.advance(9_000);
    same([(await get(first)).status, (await get(second)).status], ["completed", "running"]);
  }),
  scenario("fails the start, and counts nothing, when the key can't be computed", async (given) => {
    const { create, workflows } = await given.orchestrator();
    const id = await create(
      workflow([], {
        parameters: [{ name: "o", type: "object" }],
        concurrency: { limit: 1, key: "{{o.a.b}}" },
      }),
    );
    await refuses(() => workflows.startWorkflow(id, { o: {} }, "ada"), { message: /no value/i });
    same((await workflows.listExecutions()).executions, []);
  }),
  scenario("takes a key of any type", async (given) => {
    const { create, workflows } = await given.orchestrator();
    const id = await create(
      workflow([], {
        parameters: [{ name: "o", type: "object" }],
        concurrency: { limit: 1, key: "{{$string(o) & $random()}}{{o}}" },
      }),
    );
    same((await workflows.executeWorkflow(id, { o: {} }, "ada")).success, true);
    const other = await create(
      workflow([], { parameters: [{ name: "o", type: "object" }], concurrency: { limit: 1, key: "{{o}}" } }),
    );
    same((await workflows.executeWorkflow(other, { o: { x: 1 } }, "ada")).success, true);
  }),
]);
