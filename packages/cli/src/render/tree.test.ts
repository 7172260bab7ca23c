import { graphOf, step } from "../testing/graphs";
import { painter } from "../terminal/style";
import { treeLines } from "./tree";

function tree(parts: object): string {
  return treeLines(graphOf(parts)).map(painter(false)).join("\n");
}

test("what waits for nothing first, below each action what waits for it", () => {
  const shown = tree({
    name: "Review\u0007",
    actions: [
      step("fetch"),
      step("analyze", ["fetch"], { condition: 'kind = "long"' }),
      step("each", ["fetch"], { for_each: "{{fetch.items}}", condition: "$count(fetch.items) > 0" }),
      step("join", ["analyze", "each"]),
      step("alert", [{ action: "analyze", on: ["failed", "skipped"] }]),
      step("alone"),
    ],
    parameters: [{ name: "kind", type: "string" }],
    on_failure: [step("tidy"), step("tell", ["tidy"])],
  });
  expect(shown).toBe(
    [
      String.raw`Review\u0007`,
      "├─ fetch  notification",
      "│  ├─ analyze  notification",
      '│  │  │  if kind = "long"',
      "│  │  ├─ join  notification",
      "│  │  └─ [failed, skipped] alert  notification",
      "│  └─ each  notification",
      "│     │  if $count(fetch.items) > 0",
      "│     │  for each {{fetch.items}}",
      "│     └─ ↑ join",
      "└─ alone  notification",
      "on failure",
      "└─ tidy  notification",
      "   └─ tell  notification",
    ].join("\n"),
  );
});

test("an empty workflow", () => {
  expect(tree({ name: "Nothing" })).toBe("Nothing\n  no actions");
});

test("a long chain goes on as a tree of its own", () => {
  const chain = Array.from({ length: 60 }, (_, index) =>
    step(`a${index}`, index === 0 ? [] : [`a${index - 1}`]),
  );
  const lines = tree({ name: "Chain", actions: chain }).split("\n");
  expect(lines).toHaveLength(60 + 1 + 2);
  expect(lines[25]).toBe(`${"   ".repeat(24)}└─ ↓ a24`);
  expect(lines[26]).toBe("└─ a24  notification");
  expect(lines.at(-1)).toBe(`${"   ".repeat(11)}└─ a59  notification`);
});
