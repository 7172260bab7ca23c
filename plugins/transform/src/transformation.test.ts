import { tokenName } from "@tutti/core";
import { expectTypeOf } from "expect-type";
import { z } from "zod";
import { defineTransformation, TRANSFORMATION, type Transformation } from "./transformation";

describe("defineTransformation", () => {
  const repeat = defineTransformation({
    name: "acme:repeat",
    description: "Repeats text.",
    input: z.string(),
    options: z.object({ times: z.int().default(2) }),
    examples: [{ input: "ab", options: { times: 1 }, result: "ab" }],
    run(input, options) {
      expectTypeOf(input).toEqualTypeOf<string>();
      expectTypeOf(options).toEqualTypeOf<{ times: number }>();
      return input.repeat(options.times);
    },
  });

  it("gives what the container takes for the token", () => {
    expect(tokenName(TRANSFORMATION)).toBe("transformation");
    expectTypeOf(repeat).toExtend<Transformation>();
    expect(Object.isFrozen(repeat)).toBe(true);
  });

  it("types input, options and examples by the schemas", () => {
    const length = defineTransformation({
      name: "length",
      description: "Counts.",
      input: z.string(),
      // @ts-expect-error -- the input of an example must fit the input's schema
      examples: [{ input: 5, result: 1 }],
      run: (input) => input.length,
    });
    defineTransformation({
      name: "date",
      description: "Makes a date.",
      input: z.string(),
      examples: [],
      // @ts-expect-error -- a date is not JSON
      run: (input) => new Date(input),
    });
    expectTypeOf(length.run).parameter(0).toEqualTypeOf<string>();
    expect(length.options.shape).toEqual({});
  });

  it.each(["Mask", "mask-it", "", "acme:", "acme:a:b", "1st"])("refuses the name %j", (name) => {
    expect(() => defineTransformation({ ...repeat, name })).toThrow(
      `Options of defineTransformation("${name}"): its name is not snake_case.`,
    );
  });

  it.each(["transformation", "input", "input_field"])("refuses an option named %s", (option) => {
    const options = z.object({ [option]: z.string() });
    expect(() => defineTransformation({ ...repeat, options, examples: [], run: () => null })).toThrow(
      `the option "${option}" is a field of every config`,
    );
  });
});
