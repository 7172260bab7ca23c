import type { Json } from "../json/json";
import { coerceParameter } from "./coerce-parameter";
import type { ParameterType } from "./schema/parameter";

test.each<[ParameterType, string, Json]>([
  ["string", "25", "25"],
  ["string", "", ""],
  ["integer", "25", 25],
  ["integer", "-07", -7],
  ["number", "1.5", 1.5],
  ["number", ".5e1", 5],
  ["boolean", "true", true],
  ["boolean", "false", false],
  ["array", '["a", 1]', ["a", 1]],
  ["object", '{ "a": null }', { a: null }],
])("reads a value of type %s from %j", (type, text, value) => {
  expect(coerceParameter({ name: "p", type, required: true }, text)).toEqual({
    success: true,
    value,
    errors: [],
  });
});

test.each<[ParameterType, string, string]>([
  ["integer", "1.5", "an integer such as 25"],
  ["integer", "", "an integer such as 25"],
  ["number", "1e999", "a number such as 0.5"],
  ["number", "0x10", "a number such as 0.5"],
  ["number", "NaN", "a number such as 0.5"],
  ["boolean", "yes", "true or false"],
  ["array", '{ "a": 1 }', 'an array as JSON, such as ["a", "b"]'],
  ["array", "a,b", 'an array as JSON, such as ["a", "b"]'],
  ["object", "[]", 'an object as JSON, such as { "a": 1 }'],
])("reads no value of type %s from %j", (type, text, expected) => {
  expect(coerceParameter({ name: "p", type, required: true }, text)).toEqual({
    success: false,
    value: null,
    errors: [
      {
        code: "INVALID_PARAMETERS",
        path: "parameters.p",
        message: `Parameter "p": expected ${expected}, got string ${JSON.stringify(text)}.`,
        fix: `Give ${expected}.`,
      },
    ],
  });
});

test("does not tell a secret", () => {
  const { errors } = coerceParameter({ name: "p", type: "integer", required: true, secret: true }, "hunter2");
  expect(errors[0]?.message).toBe('Parameter "p": expected an integer such as 25, got string.');
});
