import { timelineLines } from "./timeline.ts";

function span(from: number, to: number) {
  return { started_at: new Date(from).toISOString(), completed_at: new Date(to).toISOString() };
}

test("a bar from the start to the end of each action", () => {
  expect(
    timelineLines({
      fetch: span(1000, 1100),
      analyze: span(1100, 1400),
      aside: span(1050, 1051),
      last: span(1400, 1400),
      never: { started_at: null, completed_at: null },
    }),
  ).toEqual([
    "Timeline, 400 ms",
    "  fetch    ██████████                                100 ms",
    "  analyze            ██████████████████████████████  300 ms",
    "  aside         █                                      1 ms",
    "  last                                            █    0 ms",
  ]);
});

test("nothing ran", () => {
  expect(timelineLines({ never: { started_at: null, completed_at: null } })).toEqual([]);
});

test("everything took no time at all", () => {
  expect(timelineLines({ a: span(5, 5) })).toEqual(["Timeline, 1 ms", `  a  █${" ".repeat(39)}  0 ms`]);
});
