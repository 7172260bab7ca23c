import { ActionError, describe as textsOf, TuttiError } from ".";

describe("a TuttiError", () => {
  const cause = new Error("inner");
  const error = TuttiError.of("UNKNOWN_WORKFLOW", { workflow_id: "wf_1" }, cause);

  test("has a code, a message with the values, the fix, the values and the cause", () => {
    expect(error).toMatchObject({
      name: "TuttiError",
      code: "UNKNOWN_WORKFLOW",
      message: 'There is no workflow "wf_1".',
      fix: "List the workflows with listWorkflows(), or create one with createWorkflow().",
      details: { workflow_id: "wf_1" },
      cause,
    });
    expect(error).toBeInstanceOf(Error);
    expect(textsOf("UNKNOWN_WORKFLOW", { workflow_id: "wf_1" })).toEqual({
      message: error.message,
      fix: error.fix,
    });
  });

  test("without a cause has none", () => {
    expect("cause" in TuttiError.of("UNKNOWN_WORKFLOW", { workflow_id: "x" })).toBe(false);
  });
});

describe("an ActionError", () => {
  test("may be retried, unless it says otherwise", () => {
    expect(new ActionError({ code: "A", message: "b" })).toMatchObject({
      name: "ActionError",
      code: "A",
      message: "b",
      retryable: true,
      retryAfterMs: undefined,
      details: undefined,
    });
    const options = {
      code: "A",
      message: "b",
      retryable: false,
      retryAfterMs: 5,
      details: { x: 1 },
      cause: "c",
    };
    expect(new ActionError(options)).toMatchObject(options);
  });
});

describe("instanceof", () => {
  // As when an application and a plugin each have their own copy of this package.
  let copy: typeof import(".") | undefined;
  jest.isolateModules(() => {
    copy = jest.requireActual<typeof import(".")>(".");
  });
  const other = copy!;

  test("holds for errors of another copy of the package", () => {
    expect(other.TuttiError).not.toBe(TuttiError);
    expect(other.TuttiError.of("UNKNOWN_WORKFLOW", { workflow_id: "x" })).toBeInstanceOf(TuttiError);
    expect(new other.ActionError({ code: "A", message: "b" })).toBeInstanceOf(ActionError);
    expect(new ActionError({ code: "A", message: "b" })).toBeInstanceOf(other.ActionError);
  });

  test.each([
    [null],
    [undefined],
    ["TuttiError"],
    [{}],
    [new Error("x")],
    [{ name: "TuttiError", code: "UNKNOWN_WORKFLOW" }],
  ])("does not hold for %p", (value) => {
    expect(value instanceof TuttiError).toBe(false);
    expect(value instanceof ActionError).toBe(false);
  });

  test("tells the two apart", () => {
    expect(new ActionError({ code: "A", message: "b" })).not.toBeInstanceOf(TuttiError);
    expect(TuttiError.of("UNKNOWN_WORKFLOW", { workflow_id: "x" })).not.toBeInstanceOf(ActionError);
  });

  test("a brand is no visible property", () => {
    expect(Object.keys(new ActionError({ code: "A", message: "b" }))).not.toContain("brand");
    expect(JSON.parse(JSON.stringify(new ActionError({ code: "A", message: "b" })))).toEqual({
      code: "A",
      name: "ActionError",
      retryable: true,
    });
  });
});
