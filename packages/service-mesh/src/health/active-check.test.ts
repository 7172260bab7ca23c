import { setImmediate as turn } from "node:timers/promises";
import { TestTime } from "../testing/time";
import { ActiveCheck } from "./active-check";
import { healthCheck } from "./options";

/** A check whose probes find these problems, one after the other, and then none. */
function checking(...found: (string | undefined)[]) {
  const time = new TestTime();
  const events: string[] = [];
  const check = new ActiveCheck({
    config: healthCheck.parse({ interval_seconds: 5, unhealthy_after: 2, healthy_after: 2 }),
    time,
    probe: () => Promise.resolve(found.shift()),
    emit: ({ type, reason }) => events.push(reason === undefined ? type : `${type}: ${reason}`),
  });
  const round = async (): Promise<boolean> => {
    await turn();
    const { healthy } = check;
    time.advance(5000);
    return healthy;
  };
  return { time, events, check, round };
}

describe("ActiveCheck", () => {
  it("needs several findings in sequence, both ways", async () => {
    const { events, check, round } = checking("down", undefined, "down", "still down", undefined, "down");
    check.start();
    const rounds: boolean[] = [];
    for (let count = 0; count < 9; count++) rounds.push(await round());
    expect(rounds).toEqual([true, true, true, false, false, false, false, true, true]);
    expect(events).toEqual(["instance.unhealthy: still down", "instance.healthy"]);
    check.stop();
  });

  it("ends with its timer", async () => {
    const { time, check, round } = checking();
    check.start();
    await round();
    await turn();
    expect(time.timers).toBe(1);
    check.stop();
    expect(time.timers).toBe(0);
  });

  it("takes no finding after its end", async () => {
    const { time, events, check } = checking("down", "down");
    check.start();
    check.stop();
    await turn();
    expect(time.timers).toBe(0);
    expect(events).toEqual([]);
  });
});
