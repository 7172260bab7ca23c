import { expectTypeOf } from "expect-type";
import type { Json } from "../json/json";
import { action, testOrchestrator, workflow } from "../engine/testing";
import type { Execution, WorkflowManagementService, WorkflowOutputs, WorkflowParameters } from ".";

declare module "./workflow-types" {
  interface WorkflowTypes {
    "typed-review": {
      parameters: { readonly url: string; readonly kind?: "long" | "short" };
      result: { readonly summary: string };
    };
  }
}

/** Never called: the compiler reads it. */
async function calls(workflows: WorkflowManagementService, id: string): Promise<void> {
  const executed = await workflows.executeWorkflow("typed-review", { url: "u", kind: "long" }, "ada");
  if (executed.success) expectTypeOf(executed.execution.result).toEqualTypeOf<{ readonly summary: string }>();
  else
    expectTypeOf(executed.execution?.result).toEqualTypeOf<{ readonly summary: string } | null | undefined>();
  // @ts-expect-error there is no parameter of this name
  await workflows.executeWorkflow("typed-review", { ulr: "u" }, "ada");
  // @ts-expect-error url is required
  await workflows.executeWorkflow("typed-review", {}, "ada");
  // @ts-expect-error a number is no text
  await workflows.startWorkflow("typed-review", { url: 1 }, "ada");
  // @ts-expect-error neither long nor short
  await workflows.startWorkflow("typed-review", { url: "u", kind: "wide" }, "ada");
  const waited = await workflows.waitForExecution<"typed-review">(id);
  expectTypeOf(waited.execution?.result?.summary).toEqualTypeOf<string | undefined>();
  const started = await workflows.startWorkflow("typed-review", { url: "u" }, "ada");
  if (started.success)
    expectTypeOf(started.execution).toEqualTypeOf<Execution<{ readonly summary: string } | null>>();

  const loose = await workflows.executeWorkflow(id, { anything: 1 }, "ada");
  if (loose.success) expectTypeOf(loose.execution).toEqualTypeOf<Execution>();
  await workflows.executeWorkflow("another workflow", { anything: 1 }, "ada");
  expectTypeOf((await workflows.waitForExecution(id)).execution).toEqualTypeOf<Execution | null>();
}

it("types the parameters and the result of the workflows it knows, and no others", () => {
  expectTypeOf<WorkflowParameters<"typed-review">>().toHaveProperty("url");
  expectTypeOf<WorkflowParameters<string>>().toEqualTypeOf<object>();
  expectTypeOf<WorkflowOutputs<"another">>().toEqualTypeOf<Json>();
  expect(calls).toBeInstanceOf(Function);
});

it("starts a workflow by its name, the one created last; an id is tried first", async () => {
  const { clock, create, workflows } = await testOrchestrator();
  const named = async (name: string, says: string): Promise<string> =>
    create({ ...workflow([], { outputs: { summary: says } }), name });
  await named("typed-review", "old");
  await clock.advance(1000);
  const newest = await named("typed-review", "new");
  await clock.advance(1000);
  await named("typed-review-2", "another");
  await named(newest, "named like an id");

  const byName = await workflows.executeWorkflow("typed-review", { url: "u" }, "ada");
  expect(byName).toMatchObject({ success: false, errors: [{ code: "INVALID_PARAMETERS" }] });
  const none = {} as WorkflowParameters<"typed-review">;
  expect((await workflows.executeWorkflow("typed-review", none, "ada")).execution).toMatchObject({
    workflow_id: newest,
    workflow_name: "typed-review",
    result: { summary: "new" },
  });
  expect((await workflows.executeWorkflow(newest, {}, "ada")).execution?.result).toEqual({ summary: "new" });
  const key = { idempotencyKey: "k" };
  const first = await workflows.startWorkflow("typed-review", none, "ada", key);
  const second = await workflows.startWorkflow(newest, {}, "ada", key);
  expect(second.execution?.execution_id).toBe(first.execution?.execution_id);
});

it("finds a name beyond the first page, and says when there is none", async () => {
  const { create, workflows } = await testOrchestrator();
  await create({ ...workflow([]), name: "review" });
  for (let at = 0; at < 1001; at += 1) await create({ ...workflow([action("a")]), name: `review ${at}` });
  expect((await workflows.executeWorkflow("review", {}, "ada")).execution?.workflow_name).toBe("review");
  expect(await workflows.startWorkflow("revue", {}, "ada")).toMatchObject({
    success: false,
    message: 'There is no workflow "revue".',
    errors: [{ code: "UNKNOWN_WORKFLOW" }],
  });
});
