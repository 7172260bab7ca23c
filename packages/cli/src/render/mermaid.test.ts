import { graphOf, step } from "../testing/graphs";
import { mermaidLines } from "./mermaid";

test("a flowchart with escaped labels", () => {
  const graph = graphOf({
    actions: [
      step("end"),
      step("each", ["end"], { for_each: '{{end.list["a"]}}', condition: "end.x < 3" }),
      step("alert", [{ action: "end", on: ["failed", "skipped"] }]),
    ],
    on_failure: [step("tidy"), step("tell", ["tidy"])],
  });
  expect(mermaidLines(graph).join("\n")).toBe(
    [
      "flowchart TD",
      '  a0["end<br/>notification"]',
      '  a1[["each<br/>notification<br/>if end.x #60; 3<br/>for each #123;#123;end.list#91;#34;a#34;#93;#125;#125;"]]',
      '  a2["alert<br/>notification"]',
      '  subgraph on_failure["on failure"]',
      '    a3["tidy<br/>notification"]',
      '    a4["tell<br/>notification"]',
      "  end",
      "  a0 --> a1",
      '  a0 -->|"failed, skipped"| a2',
      "  a3 --> a4",
    ].join("\n"),
  );
});

test("an empty workflow", () => {
  expect(mermaidLines(graphOf({}))).toEqual(["flowchart TD"]);
});
