import { addressBlockProblem, addressPolicy } from "./address-policy";

describe("addressPolicy", () => {
  const nothing = addressPolicy({ allow_private: false, allow_addresses: [] });
  const nearby = addressPolicy({ allow_private: true, allow_addresses: [] });
  const some = addressPolicy({
    allow_private: false,
    allow_addresses: ["10.1.0.0/16", "fd00::/8", "0.0.0.0"],
  });

  it("takes public addresses, and says what others are for", () => {
    expect(nothing("8.8.8.8")).toBeUndefined();
    expect(nothing("10.0.0.1")).toBe("private");
    expect(nothing("nonsense")).toBe("invalid");
  });

  it.each([
    ["127.0.0.1", undefined],
    ["fe80::1%eth0", undefined],
    ["100.64.0.1", undefined],
    ["fd00::1", undefined],
    ["169.254.169.254", "metadata"],
    ["fd00:ec2::254", "metadata"],
    ["224.0.0.1", "multicast"],
    ["0.0.0.0", "reserved"],
    ["nonsense", "invalid"],
  ])("with allow_private answers %s with %s", (address, kind) => expect(nearby(address)).toBe(kind));

  it.each([
    ["10.1.2.3", undefined],
    ["::ffff:10.1.2.3", undefined],
    ["fd12::1", undefined],
    ["0.0.0.0", undefined],
    ["10.2.0.1", "private"],
    ["127.0.0.1", "loopback"],
    ["nonsense", "invalid"],
  ])("with allow_addresses answers %s with %s", (address, kind) => expect(some(address)).toBe(kind));
});

describe("addressBlockProblem", () => {
  it.each(["10.0.0.1", "10.0.0.0/8", "0.0.0.0/0", "::1", "fd00::/8"])("takes %s", (entry) =>
    expect(addressBlockProblem(entry)).toBeUndefined(),
  );

  it.each(["", "billing", "10.0.0.0/33", "::/129", "10.0.0/8", "10.0.0.0/", "10.0.0.0/8/8"])(
    "refuses %j",
    (entry) => expect(addressBlockProblem(entry)).toContain("is neither an address nor a block"),
  );
});
