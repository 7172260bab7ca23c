import { flatness } from "./flatness.mjs";

const grows = (perSample) => Array.from({ length: 40 }, (_, index) => 100 + index * perSample);

describe("flatness", () => {
  it("forgives warming up and what a collector leaves", () => {
    expect(
      flatness([50, 60, 90, ...Array.from({ length: 20 }, (_, index) => 100 + (index % 5))]).isFlat,
    ).toBe(true);
    expect(flatness(grows(0.1)).isFlat).toBe(true);
  });

  it("sees what grows", () => {
    expect(flatness(grows(2))).toEqual({ beforeMb: 129, afterMb: 169, isFlat: false });
  });

  it("does not judge by too little", () => {
    expect(() => flatness([1, 2, 3])).toThrow("3 samples are too few");
  });
});
