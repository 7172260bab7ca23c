import { compilePlan } from "./compile";
import { actionTypes, definitionOf, errorsOf, notify, workflow } from "./testing/definitions";

describe("action types", () => {
  test("that are unknown are told, with the one that is meant", () => {
    const wrong = { action_id: "a", action_type: "notifcation", compensate: { action_type: "tranform" } };
    expect(errorsOf(workflow([wrong]))).toEqual([
      'UNKNOWN_ACTION_TYPE actions[0].action_type: Unknown action_type "notifcation": did you mean "notification"? Installed: notification, transform.',
      'UNKNOWN_ACTION_TYPE actions[0].compensate.action_type: Unknown action_type "tranform": did you mean "transform"? Installed: notification, transform.',
    ]);
    expect(errorsOf(workflow([{ action_id: "a", action_type: "wait_for_signl" }]))[0]).toMatch(
      /did you mean "wait_for_signal"\?/,
    );
  });
});

describe("a compensation", () => {
  const compensate = { action_type: "wait", config: { seconds: 1 } };

  test.each(["wait", "wait_for_signal", "wait_for_event", "run_workflow"])(
    "can't be of type %s",
    (action_type) => {
      expect(errorsOf(workflow([notify("a", { compensate: { action_type } })]))).toEqual([
        `INVALID_DEFINITION actions[0].compensate.action_type: actions[0].compensate can't be of type "${action_type}": a compensation can't wait.`,
      ]);
    },
  );

  test("in on_failure would never run", () => {
    expect(errorsOf(workflow([], { on_failure: [notify("a", { compensate })] }))).toEqual([
      "INVALID_DEFINITION on_failure[0].compensate: on_failure[0].compensate would never run: what cleans up after a failure is not undone.",
    ]);
  });

  test("that can't be says what to do instead", () => {
    const input = workflow([notify("a", { compensate })], { on_failure: [notify("b", { compensate })] });
    const { errors } = compilePlan(definitionOf(input), actionTypes);
    expect(errors.map(({ fix }) => fix)).toEqual([
      expect.stringMatching(/ends; a workflow can be run from on_failure\.$/),
      "Remove it.",
    ]);
  });

  test("has its config and its expressions checked, each where it stands", () => {
    const of = (config: object): string[] =>
      errorsOf(workflow([notify("a", { compensate: { action_type: "notification", config } })]));
    expect(of({})).toEqual([
      'INVALID_CONFIG actions[0].compensate.config.message: Config of notification: "message" is required.',
    ]);
    expect(of({ message: "{{nobody}}" })).toEqual([
      'UNKNOWN_REFERENCE actions[0].compensate.config.message: Unknown name "nobody" in "{{nobody}}": Known here: a.',
    ]);
  });
});
