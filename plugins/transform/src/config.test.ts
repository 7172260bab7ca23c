import type { ActionDescriptor } from "@tutti/core";
import { z } from "zod";
import { transformAction } from "./action";
import { configSchema } from "./config";
import { refusals } from "./testing/run";
import { defineTransformation } from "./transformation";
import { builtIns } from "./transformations";

describe("the config", () => {
  it.each([
    { transformation: "uppercase", input_field: "input_text" },
    { transformation: "uppercase", input: "" },
    { transformation: "to_json", input: null },
    { transformation: "round", input: "{{price}}", decimals: 2 },
  ])("takes %j", (config) => {
    expect(configSchema(builtIns).parse(config)).toMatchObject(config);
  });

  it("puts the defaults of options in", () => {
    expect(configSchema(builtIns).parse({ transformation: "sort", input: [] })).toEqual({
      transformation: "sort",
      input: [],
      order: "asc",
    });
  });

  it("names the transformations, and the nearest, for a name that is unknown", () => {
    expect(refusals({ transformation: "upercase", input: "a" })).toEqual([
      expect.stringMatching(
        /^transformation: unknown transformation "upercase": did you mean "uppercase"\? Known: uppercase, lowercase, .*, jsonata$/,
      ),
    ]);
    expect(refusals({ transformation: "reverse_everything", input: "a" })[0]).toMatch(
      /^transformation: unknown transformation "reverse_everything": Known: uppercase, /,
    );
  });

  it.each([
    [{ input: "a" }, /^transformation: is missing. Known: uppercase, /],
    [{ transformation: 5, input: "a" }, /^transformation: must be the name of a transformation. Known: /],
    [
      { transformation: "constructor", input: "a" },
      /^transformation: unknown transformation "constructor": Known/,
    ],
    [null, /^: is missing/],
  ])("refuses %j", (config, message) => {
    expect(refusals(config)).toEqual([expect.stringMatching(message)]);
  });

  it("wants exactly one of input and input_field", () => {
    expect(refusals({ transformation: "trim" })).toEqual([
      expect.stringMatching(
        /^input: neither input nor input_field is given: give "input" .* or "input_field"/,
      ),
    ]);
    expect(refusals({ transformation: "trim", input: undefined })).toHaveLength(1);
    expect(refusals({ transformation: "trim", input: "{{a}}", input_field: "a" })).toEqual([
      expect.stringMatching(
        /^input_field: input and input_field are both given: keep "input" .* or "input_field"/,
      ),
    ]);
  });

  it("reports all problems at once, each at its field", () => {
    expect(refusals({ transformation: "split", seperator: ";", trim: "yes" })).toEqual([
      "trim: Invalid input: expected boolean, received string",
      ': unknown option "seperator": did you mean "separator"? Options of split: separator, trim, omit_empty',
      expect.stringMatching(/^input: neither/),
    ]);
    expect(refusals({ transformation: "first", input: [], n: 2 })).toEqual([
      ': unknown option "n": Options of first: none',
    ]);
  });

  it("parses expressions", () => {
    expect(refusals({ transformation: "map", input: [], expression: "price *" })).toEqual([
      expect.stringMatching(/^expression: must be a JSONata expression: .*, at position 7$/),
    ]);
    expect(refusals({ transformation: "sort", input: [], by: "$workflow.name" })).toEqual([
      "by: must be a JSONata expression: $workflow is not known here; known: $ (the input), $item, $index",
    ]);
  });

  it.each([
    [{ transformation: "map", input: [], expression: "{{what}}" }, "expression"],
    [{ transformation: "round", input: 1, decimals: "{{places}}" }, "decimals"],
    [{ transformation: "{{which}}", input: 1 }, "transformation"],
    [{ transformation: "rename", input: {}, fields: "{{names}}" }, "fields"],
  ])("puts a problem that a template may solve at the template: %j", (config, path) => {
    const { error } = configSchema(builtIns).safeParse(config);
    expect(error?.issues.map((issue) => issue.path)).toEqual([[path]]);
  });

  it("keeps what the options of a transformation check among themselves", () => {
    const between = defineTransformation({
      name: "acme:between",
      description: "Checks a range.",
      input: z.number(),
      options: z
        .object({ from: z.number(), to: z.number() })
        .refine(({ from, to }) => from <= to, { path: ["to"], message: "must not be less than from" }),
      examples: [],
      run: (input, { from, to }) => input >= from && input <= to,
    });
    const action = transformAction([between]);
    expect(refusals({ transformation: "acme:between", input: 1, from: 2, to: 1 }, action)).toEqual([
      "to: must not be less than from",
    ]);
    expect(refusals({ transformation: "acme:between", input: 1, from: 2, too: 1 }, action)[1]).toBe(
      ': unknown option "too": did you mean "to"? Options of acme:between: from, to',
    );
  });
});

describe("the JSON Schema", () => {
  const descriptor: ActionDescriptor = transformAction(builtIns).descriptor;
  const schema = z.toJSONSchema(descriptor.config, { io: "input" });
  const members = schema.oneOf as z.core.JSONSchema.ObjectSchema[];

  it("has one alternative per transformation", () => {
    expect(members.map(({ title }) => title)).toEqual(builtIns.map(({ name }) => name));
  });

  it("tells names, defaults and descriptions of the options, and that one input is wanted", () => {
    expect(members.find(({ title }) => title === "round")).toMatchObject({
      type: "object",
      description: expect.stringContaining("Rounds a number") as string,
      properties: {
        transformation: { const: "round" },
        input: { description: "What to transform: a number. Either this or input_field." },
        input_field: { type: "string" },
        decimals: {
          type: "integer",
          minimum: 0,
          maximum: 20,
          default: 0,
          description: "How many decimals to keep.",
        },
        mode: { enum: ["half_expand", "half_even", "ceil", "floor", "trunc"], default: "half_expand" },
      },
      required: ["transformation"],
      additionalProperties: false,
      oneOf: [{ required: ["input"] }, { required: ["input_field"] }],
    });
  });
});
