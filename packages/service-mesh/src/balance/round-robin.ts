import type { Balancer, Candidate } from "./balancer";

/**
 * Takes one after the other, by weight, and spreads a heavy one's turns: with weights 2, 1, 1 the order is
 * a b a c or similar, not a a b c.
 *
 * Each turn everyone gains its weight, the richest is chosen and pays what all gained together.
 */
export class RoundRobin implements Balancer {
  private readonly credit = new WeakMap<Candidate, number>();

  pick<T extends Candidate>(candidates: readonly [T, ...T[]]): T {
    let total = 0;
    let [chosen] = candidates;
    let most = Number.NEGATIVE_INFINITY;
    for (const candidate of candidates) {
      total += candidate.weight;
      const credit = (this.credit.get(candidate) ?? 0) + candidate.weight;
      this.credit.set(candidate, credit);
      if (credit <= most) continue;
      most = credit;
      chosen = candidate;
    }
    this.credit.set(chosen, most - total);
    return chosen;
  }
}
