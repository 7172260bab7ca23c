import { payloadProblem, schemaProblem } from "./payload-schema";

const approval = {
  type: "object",
  properties: { ok: { type: "boolean" }, by: { type: "string", minLength: 1 } },
  required: ["ok"],
  additionalProperties: false,
};

test.each<[string, Parameters<typeof payloadProblem>[1], string | null]>([
  ["fits", { ok: true, by: "Ada" }, null],
  ["lacks a member", {}, '"ok" is required'],
  ["has a member of another type", { ok: "yes" }, '"ok": expected a boolean (true or false), got string'],
  ["has a member too many", { ok: true, on: 1 }, 'Unknown key "on": did you mean "ok"? Known: ok, by'],
  ["is of another type", "yes", "The payload: expected an object, got string"],
  ["has two problems", { by: "" }, '"ok" is required; "by": expected at least 1 character, got string'],
])("a payload that %s", (_name, payload, expected) => {
  expect(payloadProblem(approval, payload)).toBe(expected);
});

test("a schema that can't be checked against says why", () => {
  expect(schemaProblem(approval)).toBeNull();
  expect(schemaProblem({ type: "integral" })).toMatch(/integral/);
  expect(schemaProblem({ $ref: "https://example.com/schema.json" })).toMatch(/ref/i);
});
