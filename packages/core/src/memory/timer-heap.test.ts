import * as fc from "fast-check";
import { type HeapTimer, TimerHeap } from "./timer-heap";

const timer = (at: number, order: number): HeapTimer => ({ at, order, place: -1, callback: () => undefined });

/** Takes out everything, the first first. */
function drain(heap: TimerHeap): HeapTimer[] {
  const drained: HeapTimer[] = [];
  for (let { first } = heap; first !== undefined; first = heap.first) {
    heap.remove(first);
    drained.push(first);
  }
  return drained;
}

describe("a heap of timers", () => {
  it("gives them in the order of their time and then of their setting, whichever were taken out", () => {
    const times = fc.array(fc.record({ at: fc.integer({ min: 0, max: 9 }), stays: fc.boolean() }));
    fc.assert(
      fc.property(times, (wanted) => {
        const heap = new TimerHeap();
        const timers = wanted.map(({ at }, order) => timer(at, order));
        for (const one of timers) heap.add(one);
        for (const [order, one] of timers.entries()) if (wanted[order]?.stays === false) heap.remove(one);
        const left = timers.filter((_, order) => wanted[order]?.stays);
        const sorted = left.toSorted((a, b) => a.at - b.at || a.order - b.order);
        expect(drain(heap).map(({ order }) => order)).toEqual(sorted.map(({ order }) => order));
      }),
    );
  });

  it("bears that one is taken out twice", () => {
    const heap = new TimerHeap();
    const [a, b] = [timer(1, 1), timer(2, 2)];
    heap.add(a);
    heap.add(b);
    heap.remove(a);
    heap.remove(a);
    expect(drain(heap)).toEqual([b]);
  });
});
