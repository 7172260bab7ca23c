import { graphOf, step } from "../testing/graphs";

function edges(...actions: object[]): string[] {
  return graphOf({ actions }).edges.map(
    ({ from, on, to }) => `${from} -> ${to}${on === null ? "" : ` on ${on.join()}`}`,
  );
}

test("an edge that follows from others is left out", () => {
  expect(edges(step("a"), step("b", ["a"]), step("c", ["b", "a"]), step("d", ["a", "c"]))).toEqual([
    "a -> b",
    "b -> c",
    "c -> d",
  ]);
});

test("an edge that names outcomes says more, and stays", () => {
  expect(edges(step("a"), step("b", ["a"]), step("c", ["b", { action: "a", on: ["failed"] }]))).toEqual([
    "a -> b",
    "b -> c",
    "a -> c on failed",
  ]);
});

test("a diamond keeps all its sides", () => {
  expect(edges(step("a"), step("b", ["a"]), step("c", ["a"]), step("d", ["b", "c"]))).toEqual([
    "a -> b",
    "a -> c",
    "b -> d",
    "c -> d",
  ]);
});

test("references in templates are edges too", () => {
  expect(edges(step("a"), step("b", [], { config: { text: "{{a.x}}" } }))).toEqual(["a -> b"]);
});

test("nodes tell their condition and their items", () => {
  const { nodes } = graphOf({
    actions: [
      step("a", [], { condition: true }),
      step("b", [], { for_each: "{{a}}" }),
      step("c", [], { for_each: [1, "x"] }),
    ],
    on_failure: [step("tidy")],
  });
  expect(nodes).toEqual([
    { id: "a", type: "notification", isCleanup: false, condition: "true", forEach: null },
    { id: "b", type: "notification", isCleanup: false, condition: null, forEach: "{{a}}" },
    { id: "c", type: "notification", isCleanup: false, condition: null, forEach: '[1,"x"]' },
    { id: "tidy", type: "notification", isCleanup: true, condition: null, forEach: null },
  ]);
});

test("a very large graph keeps every edge", () => {
  const many = Array.from({ length: 2001 }, (_, index) => step(`x${index}`));
  expect(edges(...many, step("b", ["x0"]), step("c", ["x0", "b"]))).toEqual(["x0 -> b", "x0 -> c", "b -> c"]);
});
