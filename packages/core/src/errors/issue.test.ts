import * as fc from "fast-check";
import { formatPath, issue, parsePath } from ".";

describe("a path", () => {
  test.each<[(string | number)[], string]>([
    [[], ""],
    [["actions", 1, "action_id"], "actions[1].action_id"],
    [["$schema"], "$schema"],
    [[0, "x"], "[0].x"],
    [["headers", "X-Id", "a b", ""], 'headers.X-Id["a b"][""]'],
    [["a", 'say "hi"', "]", "0", "a.b"], 'a["say \\"hi\\""]["]"]["0"]["a.b"]'],
  ])("%j is written %s", (keys, path) => {
    expect(formatPath(keys)).toBe(path);
    expect(parsePath(path)).toEqual(keys);
  });

  test("of any keys can be read back", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.nat())), (keys) => {
        expect(parsePath(formatPath(keys))).toEqual(keys);
      }),
    );
  });
});

test("an issue has the texts of its code", () => {
  expect(
    issue("DUPLICATE_ACTION_ID", "actions[3].action_id", {
      action_id: "notify",
      places: ["actions[0]", "actions[3]"],
    }),
  ).toEqual({
    code: "DUPLICATE_ACTION_ID",
    path: "actions[3].action_id",
    message: 'Duplicate action_id "notify" (actions[0] and actions[3]): each action_id must be unique.',
    fix: 'Rename all but one of the actions called "notify".',
  });
});
