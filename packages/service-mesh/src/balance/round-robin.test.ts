import type { Candidate } from "./balancer";
import { RoundRobin } from "./round-robin";

interface Named extends Candidate {
  readonly name: string;
}

const named = (name: string, weight = 1): Named => ({ name, weight, pending: 0 });

function picks(candidates: readonly [Named, ...Named[]], times: number): string {
  const balancer = new RoundRobin();
  return Array.from({ length: times }, () => balancer.pick(candidates).name).join("");
}

describe("RoundRobin", () => {
  it("takes one after the other", () => {
    expect(picks([named("a"), named("b"), named("c")], 7)).toBe("abcabca");
  });

  it("gives each its weight, and spreads the turns of a heavy one", () => {
    expect(picks([named("a", 5), named("b"), named("c")], 7)).toBe("aabacaa");
  });

  it("takes weights that are parts", () => {
    const order = picks([named("a", 0.5), named("b", 0.25)], 12);
    expect(order.replaceAll("b", "")).toHaveLength(8);
  });

  it("goes on when one is missing for a while", () => {
    const [a, b, c] = [named("a"), named("b"), named("c")];
    const balancer = new RoundRobin();
    for (let turn = 0; turn < 9; turn++) balancer.pick([a, c]);
    const later = Array.from({ length: 9 }, () => balancer.pick([a, b, c]).name);
    for (const name of ["a", "b", "c"]) {
      const turns = later.filter((one) => one === name).length;
      expect(turns).toBeGreaterThanOrEqual(2);
      expect(turns).toBeLessThanOrEqual(4);
    }
  });
});
