import { expectTypeOf } from "expect-type";
import type { Json } from "../json/json";
import {
  type ActionDependency,
  type ParameterDefinition,
  parseDefinition,
  type RetryPolicy,
  type Trigger,
  type WorkflowAction,
  type WorkflowDefinition,
  type WorkflowInput,
} from ".";

test("an author may write the short forms; what is parsed is read-only and exact", () => {
  const written = {
    name: "w",
    parameters: [{ name: "p", type: "array" }],
    actions: [{ action_id: "a", action_type: "x", depends_on: "b", for_each: { items: "{{p}}" } }],
  } as const;
  expectTypeOf(written).toExtend<WorkflowInput>();

  const parsed = parseDefinition(written);
  if (!parsed.success) throw new Error(parsed.errors[0]?.message);
  expect(parsed.definition.actions[0]?.depends_on).toEqual(["b"]);
  expectTypeOf(parsed.definition).toEqualTypeOf<WorkflowDefinition>();
  expectTypeOf<WorkflowDefinition["parameters"]>().toEqualTypeOf<readonly ParameterDefinition[]>();
  expectTypeOf<WorkflowDefinition["actions"]>().toEqualTypeOf<readonly WorkflowAction[]>();
  expectTypeOf<ParameterDefinition["required"]>().toEqualTypeOf<boolean>();
  expectTypeOf<Required<ParameterDefinition>["default_value"]>().toEqualTypeOf<Json>();
  expectTypeOf<Required<WorkflowAction>["config"]>().toEqualTypeOf<{ readonly [key: string]: Json }>();
  expectTypeOf<Required<WorkflowAction>["for_each"]>().toEqualTypeOf<string | readonly Json[]>();
  expectTypeOf<Required<WorkflowAction>["depends_on"]>().toEqualTypeOf<readonly ActionDependency[]>();
  expectTypeOf<Required<WorkflowAction>["retry"]>().toEqualTypeOf<RetryPolicy>();
  expectTypeOf<Trigger["type"]>().toEqualTypeOf<"schedule" | "event" | "webhook">();
});
