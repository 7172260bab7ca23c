import { TestTime } from "../testing/time";
import { passiveHealth } from "./options";
import { PassiveHealth } from "./passive-health";

function healthOf(options: object = {}, mayEject = () => true) {
  const time = new TestTime();
  const events: string[] = [];
  const health = new PassiveHealth({
    config: passiveHealth.parse({
      consecutive_failures: 3,
      eject_seconds: 10,
      slow_start_seconds: 20,
      ...options,
    }),
    now: () => time.now(),
    mayEject,
    emit: ({ type, reason }) => events.push(reason === undefined ? type : `${type}: ${reason}`),
  });
  const fail = (times: number): void => {
    for (let count = 0; count < times; count++) health.record("failure");
  };
  return { time, events, health, fail };
}

describe("PassiveHealth", () => {
  it("ejects after failures in sequence, and not before", () => {
    const { events, health, fail } = healthOf();
    fail(2);
    health.record("success");
    fail(2);
    expect(health.state).toBe("healthy");
    fail(1);
    expect(health.state).toBe("ejected");
    expect(events).toEqual(["instance.ejected: 3 failures in sequence, out for 10 s"]);
  });

  it("counts nothing that is undecided", () => {
    const { health, fail } = healthOf();
    fail(2);
    health.record("undecided");
    expect(health.state).toBe("healthy");
    fail(1);
    expect(health.state).toBe("ejected");
  });

  it("comes back with a share that grows, and is whole in the end", () => {
    const { time, events, health, fail } = healthOf();
    fail(3);
    time.advance(9999);
    expect(health.state).toBe("ejected");
    time.advance(1);
    expect(health.state).toBe("recovering");
    expect(health.share).toBeCloseTo(0.1);
    time.advance(10_000);
    expect(health.share).toBeCloseTo(0.55);
    time.advance(10_000);
    expect(health.share).toBe(1);
    expect(health.state).toBe("healthy");
    expect(events.slice(1)).toEqual(["instance.recovering", "instance.recovered"]);
  });

  it("is ejected by a single failure while it comes back, for longer each time, up to ten times", () => {
    const { time, events, health, fail } = healthOf();
    fail(3);
    for (let times = 2; times <= 12; times++) {
      time.advance(100_000);
      expect(health.state).toBe("recovering");
      fail(1);
    }
    expect(events.filter((event) => event.startsWith("instance.ejected")).slice(1)).toEqual([
      ...[20, 30, 40, 50, 60, 70, 80, 90].map((s) => `instance.ejected: 1 failure, out for ${s} s`),
      ...Array.from({ length: 3 }, () => "instance.ejected: 1 failure, out for 100 s"),
    ]);
  });

  it("forgets earlier ejections once it is whole again", () => {
    const { time, events, health, fail } = healthOf();
    fail(3);
    time.advance(10_000);
    expect(health.state).toBe("recovering");
    time.advance(20_000);
    expect(health.state).toBe("healthy");
    fail(3);
    expect(events.at(-1)).toBe("instance.ejected: 3 failures in sequence, out for 10 s");
  });

  it("ignores late failures of requests that were under way when it was ejected", () => {
    const { time, health, fail } = healthOf();
    fail(30);
    time.advance(10_000);
    expect(health.state).toBe("recovering");
  });

  it("is whole at once without a slow start", () => {
    const { time, health, fail } = healthOf({ slow_start_seconds: 0 });
    fail(3);
    time.advance(10_000);
    expect(health.share).toBe(1);
    expect(health.state).toBe("healthy");
  });

  it("stays when too many others are out, and goes when that has changed", () => {
    let allowed = false;
    const { health, fail } = healthOf({}, () => allowed);
    fail(10);
    expect(health.state).toBe("healthy");
    allowed = true;
    fail(1);
    expect(health.state).toBe("ejected");
  });
});
