import type { Balancer, Candidate } from "./balancer";

/**
 * Draws two by weight, and takes the one that is working on less for its weight: nearly as good as
 * looking at all, and many clients together don't all run to the same one.
 */
export class LeastPending implements Balancer {
  /** @param random From 0 to below 1, as `Math.random`. */
  constructor(private readonly random: () => number) {}

  pick<T extends Candidate>(candidates: readonly [T, ...T[]]): T {
    const first = this.draw(candidates);
    const rest = candidates.filter((candidate) => candidate !== first);
    if (!isFilled(rest)) return first;
    const second = this.draw(rest);
    return load(second) < load(first) ? second : first;
  }

  private draw<T extends Candidate>(candidates: readonly [T, ...T[]]): T {
    const total = candidates.reduce((sum, { weight }) => sum + weight, 0);
    let left = this.random() * total;
    for (const candidate of candidates) {
      left -= candidate.weight;
      if (left < 0) return candidate;
    }
    return candidates[0]; // rounding
  }
}

function load({ pending, weight }: Candidate): number {
  return (pending + 1) / weight;
}

function isFilled<T>(list: readonly T[]): list is readonly [T, ...T[]] {
  return list.length > 0;
}
