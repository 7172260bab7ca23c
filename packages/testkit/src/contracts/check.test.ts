import { contains, lacks, matches, refuses, same } from "./check";

describe("same", () => {
  it("compares as JSON does, without prototypes and undefined keys", () => {
    const bare = Object.assign(Object.create(null) as object, { a: [1, { b: null }] });
    expect(() => same(bare, { a: [1, { b: null }], c: undefined })).not.toThrow();
    expect(() => same({ a: 0 }, { a: false })).toThrow(/deep/);
    expect(() => same([1], [1, undefined])).toThrow(/deep/);
  });
});

describe("matches", () => {
  it("looks at what is expected only, at every depth", () => {
    const value = { a: { b: 1, c: 2 }, list: [{ x: 1, y: 2 }], text: "hello there" };
    expect(() => matches(value, { a: { b: 1 }, list: [{ x: 1 }], text: /there/ })).not.toThrow();
    for (const wrong of [{ a: { b: 2 } }, { list: [] }, { text: /nowhere/ }, { none: undefined, more: 1 }])
      expect(() => matches(value, wrong)).toThrow(/deep/);
  });
});

describe("contains and lacks", () => {
  it("look into texts and lists", () => {
    contains("abc", "b");
    lacks(["a"], "b");
    expect(() => contains(["a"], "b")).toThrow('"b" is missing in ["a"]');
    expect(() => contains(undefined, "b")).toThrow("is missing");
    expect(() => lacks("abc", "b")).toThrow('"b" is there');
  });
});

describe("refuses", () => {
  const error = Object.assign(new Error("the disk is full"), { code: "FULL" });

  it("takes an error that is thrown and one that is promised", async () => {
    const thrown = (): never => {
      throw error;
    };
    await expect(refuses(() => Promise.reject(error), { code: "FULL" })).resolves.toBeUndefined();
    await expect(refuses(thrown, { message: /disk/ })).resolves.toBeUndefined();
  });

  it("fails for another error, and for none", async () => {
    await expect(refuses(() => Promise.reject(error), { code: "EMPTY" })).rejects.toThrow(/deep/);
    await expect(refuses(() => 5, { code: "FULL" })).rejects.toThrow("answered 5");
  });
});
