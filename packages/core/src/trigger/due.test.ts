import { cronTimes } from "../definition";
import { dueTimes, MOST_DUE } from "./due";

const HOUR = 3_600_000;
const times = cronTimes("0 * * * *", "UTC");
const at = (text: string): number => Date.parse(`2026-01-01T${text}Z`);

function look(catchUp: "none" | "last" | "all", seen: string, now: string) {
  const { starts, missed, seenUntil } = dueTimes({ times, catchUp, seenUntil: at(seen), now: at(now) });
  const shown = (list: readonly number[]): string[] =>
    list.map((time) => new Date(time).toISOString().slice(11, 16));
  return {
    starts: shown(starts),
    missed: shown(missed),
    seenUntil: new Date(seenUntil).toISOString().slice(11, 16),
  };
}

describe("times that have come", () => {
  it("are none before the first one", () => {
    expect(look("all", "09:00:00", "09:59:59")).toEqual({ starts: [], missed: [], seenUntil: "09:00" });
  });

  it.each(["none", "last", "all"] as const)("start on time, whatever catch_up says: %s", (catchUp) => {
    const due = { starts: ["10:00"], missed: [], seenUntil: "10:00" };
    expect(look(catchUp, "09:00:00", "10:00:00")).toEqual(due);
    expect(look(catchUp, "09:00:00", "10:01:00")).toEqual(due);
  });

  it.each([
    ["none", [], ["10:00", "11:00", "12:00"]],
    ["last", ["12:00"], ["10:00", "11:00"]],
    ["all", ["10:00", "11:00", "12:00"], []],
  ] as const)("are made up as catch_up %s says when nobody was there", (catchUp, starts, missed) => {
    expect(look(catchUp, "09:00:00", "12:30:00")).toEqual({ starts, missed, seenUntil: "12:00" });
  });

  it("need no making up beside one that is on time", () => {
    expect(look("last", "09:00:00", "12:00:01")).toEqual({
      starts: ["12:00"],
      missed: ["10:00", "11:00"],
      seenUntil: "12:00",
    });
  });

  it("are bounded: the newest of very many", () => {
    const now = at("00:30:00");
    const due = dueTimes({ times, catchUp: "all", seenUntil: now - 1000 * HOUR, now });
    expect([due.starts.length, due.starts.at(-1), due.seenUntil]).toEqual([
      MOST_DUE,
      at("00:00:00"),
      at("00:00:00"),
    ]);
    expect(due.missed).toEqual([at("00:00:00") - MOST_DUE * HOUR]);
  });

  it("are found fast after a long time of a fast schedule", () => {
    const seconds = cronTimes("* * * * * *", "Europe/Vienna");
    const now = at("12:00:00");
    const { starts } = dueTimes({ times: seconds, catchUp: "last", seenUntil: now - 8760 * HOUR, now });
    expect([starts.length, starts.at(-1)]).toEqual([61, now]);
  });
});
