import { BoundedMap } from "./bounded-map";
import { DEFAULT_LOCKOUT, Lockout, networkOf } from "./lockout";

function setup(options = {}) {
  const clock = { now: 1_000_000 };
  return { clock, lockout: new Lockout({ ...DEFAULT_LOCKOUT, ...options }, () => clock.now) };
}
const from = (address: string, keyId?: string) => ({ address, keyId });

describe("an address", () => {
  it("is locked out by too many failures, for a while, and no other with it", () => {
    const { clock, lockout } = setup({ failures: 3, lockSeconds: 10 });
    const attempts = [1, 2, 3].map(() => {
      lockout.failed(from("192.0.2.1"));
      return lockout.waitOf(from("192.0.2.1"));
    });
    expect(attempts).toEqual([0, 0, 10]);
    expect(lockout.waitOf(from("192.0.2.2"))).toBe(0);
    clock.now += 9_001;
    expect(lockout.waitOf(from("192.0.2.1"))).toBe(1);
    clock.now += 999;
    expect(lockout.waitOf(from("192.0.2.1"))).toBe(0);
  });

  it("may fail now and then", () => {
    const { clock, lockout } = setup({ failures: 3, windowSeconds: 60 });
    for (let failed = 0; failed < 50; failed++) {
      lockout.failed(from("192.0.2.1"));
      clock.now += 31_000;
    }
    expect(lockout.waitOf(from("192.0.2.1"))).toBe(0);
  });

  it("of IPv6 stands for its whole network", () => {
    const { lockout } = setup({ failures: 1 });
    lockout.failed(from("2001:db8:1:2:3:4:5:6"));
    expect(lockout.waitOf(from("2001:db8:1:2::9"))).toBeGreaterThan(0);
    expect(lockout.waitOf(from("2001:db8:1:3::9"))).toBe(0);
  });
});

describe("a key's id", () => {
  it("is locked for strangers, and stays open where it worked before", () => {
    const { lockout } = setup({ failures: 1000, keyFailures: 5 });
    lockout.succeeded(from("192.0.2.1", "k"));
    for (let nth = 0; nth < 5; nth++) lockout.failed(from(`198.51.100.${nth}`, "k"));
    expect(lockout.waitOf(from("198.51.100.77", "k"))).toBe(DEFAULT_LOCKOUT.lockSeconds);
    expect(lockout.waitOf(from("192.0.2.1", "k"))).toBe(0);
    expect(lockout.waitOf(from("198.51.100.77", "other"))).toBe(0);
  });
});

it("what is remembered has its bounds", () => {
  const map = new BoundedMap<number, string>(3);
  for (let key = 0; key < 100; key++) map.set(key, "x");
  map.set(98, "y");
  map.set(100, "x");
  expect([map.size, map.get(98), map.get(97), map.get(100)]).toEqual([3, "y", undefined, "x"]);
});

it.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["2001:0DB8::", "2001:db8:0:0::/64"],
  ["2001:db8:0:1:2:3:4:5", "2001:db8:0:1::/64"],
  ["unix:", "unix:"],
])("the network of %s is %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
