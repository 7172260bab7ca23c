import type { Candidate } from "./balancer";
import { LeastPending } from "./least-pending";

interface Named extends Candidate {
  readonly name: string;
}

const named = (name: string, pending: number, weight = 1): Named => ({ name, weight, pending });

/** Draws these numbers, one after the other. */
function drawing(...numbers: number[]): LeastPending {
  return new LeastPending(() => numbers.shift() ?? 0);
}

describe("LeastPending", () => {
  const [a, b, c] = [named("a", 5), named("b", 2), named("c", 9)];

  it("takes the less busy of two drawn ones", () => {
    expect(drawing(0, 0).pick([a, b, c]).name).toBe("b"); // a, then b of b and c
    expect(drawing(0, 0.9).pick([a, b, c]).name).toBe("a"); // a, then c
    expect(drawing(0.9, 0.9).pick([a, b, c]).name).toBe("b"); // c, then b of a and b
  });

  it("takes the first drawn when both are as busy", () => {
    expect(drawing(0.6, 0).pick([named("a", 1), named("b", 1)]).name).toBe("b");
  });

  it("takes the only one", () => {
    expect(drawing(0.5).pick([a]).name).toBe("a");
  });

  it("draws by weight, and counts what is pending by weight", () => {
    const heavy = named("heavy", 5, 9);
    const light = named("light", 1, 1);
    // 0.89 of a weight of 10 is still the heavy one; with 6 / 9 it is less busy than 2 / 1.
    expect(drawing(0.89, 0).pick([heavy, light]).name).toBe("heavy");
    expect(drawing(0.91, 0).pick([heavy, light]).name).toBe("heavy");
  });

  it("keeps many requests level over instances of different speed", () => {
    let seed = 7;
    const balancer = new LeastPending(() => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647);
    const load = [0, 0, 0];
    for (let turn = 0; turn < 3000; turn++) {
      const [first, ...rest] = load.map((pending, index) => ({ pending, weight: 1, index }));
      load[balancer.pick([first!, ...rest]).index]! += 1;
      if (turn % 3 === 0) load[0] = Math.max(0, load[0]! - 1); // the fast one finishes a third of all
    }
    expect(Math.max(...load) - Math.min(...load)).toBeLessThan(30);
  });

  it("takes one even when the sum of the weights is rounded", () => {
    expect(["a", "b"]).toContain(drawing(1, 1).pick([named("a", 0, 0.1), named("b", 0, 0.2)]).name);
  });
});
