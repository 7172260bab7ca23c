import type { JsonObject } from "../json/json";
import { errorsOf, workflow } from "./testing/definitions";

describe("a field that is an expression", () => {
  const errors = (config: JsonObject): string[] =>
    errorsOf(workflow([{ action_id: "a", action_type: "transform", config }])).map(
      (error) => error.split(":", 1)[0] ?? "",
    );

  test("may be left out", () => {
    expect(errors({ transformation: "x" })).toEqual([]);
    expect(errors({ transformation: "{{nobody}}" })).toEqual([
      "UNKNOWN_REFERENCE actions[0].config.transformation",
    ]);
  });

  test("and is no text is told, and so are the expressions beside it", () => {
    expect(errors({ transformation: "{{nobody}}", input_field: 5 })).toEqual([
      "UNKNOWN_REFERENCE actions[0].config.transformation",
      "INVALID_CONFIG actions[0].config.input_field",
    ]);
  });

  test("is one only at the top of the config", () => {
    expect(errors({ transformation: "{{nobody}}", input_field: { input_field: "no name" } })).toEqual([
      "UNKNOWN_REFERENCE actions[0].config.transformation",
      "INVALID_CONFIG actions[0].config.input_field",
    ]);
  });
});
