import { ActionError } from "@tutti/core";
import { z } from "zod";
import { transformAction } from "./action";
import { fakeContext, NOW } from "./testing/fake-context";
import { run } from "./testing/run";
import { defineTransformation, type Transformation } from "./transformation";
import { builtIns } from "./transformations";

function misbehaving(behaviour: Transformation["run"]) {
  return transformAction([
    defineTransformation({
      name: "acme:odd",
      description: "Does something odd.",
      input: z.unknown(),
      examples: [],
      run: behaviour,
    }),
  ]);
}

const config = { transformation: "acme:odd", input: 1 };

describe("the action transform", () => {
  it("describes itself, with an example for each transformation", () => {
    const { type, expressions, examples, output } = transformAction(builtIns).descriptor;
    expect(type).toBe("transform");
    expect(expressions).toEqual(["input_field"]);
    expect(examples?.map(({ name }) => name)).toEqual(builtIns.map(({ name }) => name));
    expect(output?.parse({ result: null })).toEqual({ result: null });
  });

  it.each(transformAction(builtIns).descriptor.examples ?? [])("runs the example $name", async (example) => {
    const { descriptor, execute } = transformAction(builtIns);
    const output = await execute(descriptor.config.parse(example.config), fakeContext());
    expect(descriptor.output?.parse(output)).toEqual(output);
  });

  it("takes the value that core puts into input_field", async () => {
    await expect(run({ transformation: "uppercase", input_field: "aBcD" })).resolves.toBe("ABCD");
    await expect(run({ transformation: "uppercase", input_field: "" })).resolves.toBe("");
    await expect(run({ transformation: "to_json", input_field: null })).resolves.toBe("null");
  });

  it("takes null as an input", async () => {
    await expect(run({ transformation: "to_json", input: null })).resolves.toBe("null");
  });

  it("gives a transformation the clock, the logger and the signal of the action", async () => {
    const context = fakeContext();
    const seen = misbehaving((_input, _options, { clock, logger, signal }) => {
      expect([logger, signal]).toEqual([context.logger, context.signal]);
      return clock.now();
    });
    await expect(run(config, context, seen)).resolves.toBe(NOW);
  });

  it.each<[string, unknown, string]>([
    ["undefined", undefined, "there is no value."],
    ["NaN", Number.NaN, "NaN is not a JSON number."],
    ["a date inside", { at: new Date(0) }, "[object Date] is not JSON (at at)."],
  ])("refuses the result %s", async (_name, result, message) => {
    const failed = run(
      config,
      fakeContext(),
      misbehaving(() => result as never),
    );
    await expect(failed).rejects.toBeInstanceOf(ActionError);
    await expect(failed).rejects.toMatchObject({
      code: "INVALID_RESULT",
      retryable: false,
      message: expect.stringContaining(`acme:odd: the result can't be used: ${message}`) as string,
    });
  });

  it("hands on what a transformation throws", async () => {
    const boom = new Error("boom");
    const throwing = misbehaving(() => {
      throw boom;
    });
    await expect(run(config, fakeContext(), throwing)).rejects.toBe(boom);
    const evaluating = misbehaving((_input, _options, context) =>
      context.evaluate("$error(", 1).then((value) => value ?? null),
    );
    await expect(run(config, fakeContext(), evaluating)).rejects.toMatchObject({
      code: "INVALID_EXPRESSION",
      retryable: false,
    });
  });

  it("says what a schema without a description wants", async () => {
    const picky = transformAction([
      defineTransformation({
        name: "acme:picky",
        description: "Wants much.",
        input: z.array(z.object({ a: z.number() })).min(1, "must not be empty"),
        examples: [],
        run: () => null,
      }),
    ]);
    const wrong = (input: unknown) => run({ transformation: "acme:picky", input }, fakeContext(), picky);
    await expect(wrong([])).rejects.toThrow(
      "acme:picky: wants another input, got a list of 0 items (must not be empty). Correct input or input_field.",
    );
    await expect(wrong([{ a: 1 }, { a: "1" }, {}, 4, 5])).rejects.toThrow(
      "acme:picky: wants another input, got a list of 5 items ([1].a Invalid input: expected number, received string; " +
        "[2].a Invalid input: expected number, received undefined; [3] Invalid input: expected object, received number).",
    );
  });
});
