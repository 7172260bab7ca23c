import * as fc from "fast-check";
import { type HeapTimer, TimerHeap } from "./timer-heap";

const nothing = (): void => undefined;

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
        const timers = wanted.map(({ at }) => heap.add(at, nothing));
        for (const [n, one] of timers.entries()) if (wanted[n]?.stays === false) heap.remove(one);
        const left = timers.filter((_, n) => wanted[n]?.stays);
        expect([heap.size, heap.newest]).toEqual([left.length, wanted.length]);
        const sorted = left.toSorted((a, b) => a.at - b.at || a.order - b.order);
        expect(drain(heap).map(({ order }) => order)).toEqual(sorted.map(({ order }) => order));
      }),
    );
  });

  it("bears that one is taken out twice", () => {
    const heap = new TimerHeap();
    const [a, b] = [heap.add(1, nothing), heap.add(2, nothing)];
    heap.remove(a);
    heap.remove(a);
    expect(drain(heap)).toEqual([b]);
  });
});
