import { TransientMap } from "./transient-map";

describe("TransientMap", () => {
  const filled = (): TransientMap<{ n: number }> => {
    const map = new TransientMap<{ n: number }>();
    map.set("a", { n: 1 });
    map.set("b", { n: 2 });
    map.set("a", { n: 3 });
    return map;
  };

  it("holds the newest value of each key, in the order in which the keys came", () => {
    const map = filled();
    expect([map.keys(), map.values(), map.get("a"), map.get("c")]).toEqual([
      ["a", "b"],
      [{ n: 3 }, { n: 2 }],
      { n: 3 },
      undefined,
    ]);
    expect([map.has("a"), map.has("c")]).toEqual([true, false]);
  });

  it("gives a value once", () => {
    const map = filled();
    expect([map.take("a"), map.take("a"), map.has("a"), map.keys()]).toEqual([
      { n: 3 },
      undefined,
      false,
      ["b"],
    ]);
  });

  it("is empty once it is cleared", () => {
    const map = filled();
    map.clear();
    expect([map.keys(), map.values(), map.get("b")]).toEqual([[], [], undefined]);
  });
});
