import type * as core from "@tutti/core";
import { EXECUTION_STATUSES } from "@tutti/core/runtime";
import { expectTypeOf } from "expect-type";
import type * as client from "../index";
import { hasEnded } from "./execution";

/** What the server adds to core's view. */
type Added = "progress";

test("what is sent fits the core", () => {
  expectTypeOf<client.WorkflowInput>().toExtend<core.WorkflowInput>();
  expectTypeOf<core.WorkflowInput>().toExtend<client.WorkflowInput>();
  expectTypeOf<client.ExecutionQuery>().toExtend<core.ListExecutionsOptions>();
  expectTypeOf<client.WorkflowQuery>().toExtend<core.ListWorkflowsOptions>();
});

test("what the core gives is what the client says", () => {
  expectTypeOf<core.Workflow>().toExtend<client.Workflow>();
  expectTypeOf<client.Workflow>().toExtend<core.Workflow>();
  expectTypeOf<core.ExecutionSummary>().toEqualTypeOf<client.ExecutionSummary>();
  expectTypeOf<core.Execution>().toExtend<Omit<client.Execution, Added>>();
  expectTypeOf<core.ActionView>().toEqualTypeOf<client.ActionView>();
  expectTypeOf<core.Failure>().toEqualTypeOf<client.Failure>();
  expectTypeOf<core.PlanView>().toEqualTypeOf<NonNullable<client.ValidationResult["plan"]>>();
  expectTypeOf<core.CloudEvent>().toEqualTypeOf<client.CloudEvent>();
  expectTypeOf<core.Issue>().toExtend<client.Problem>();
  expectTypeOf<NonNullable<core.InstalledAction["errors"]>>().toEqualTypeOf<client.ActionType["errors"]>();
});

test("an execution has ended or it has not", () => {
  const ended = EXECUTION_STATUSES.filter((status) => hasEnded({ status }));
  expect(ended).toEqual(["completed", "failed", "cancelled"]);
});
