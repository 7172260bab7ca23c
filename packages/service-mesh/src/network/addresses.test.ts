import { addressKind } from "./addresses";

describe("addressKind", () => {
  it.each([
    "8.8.8.8",
    "93.184.215.14",
    "172.15.0.1",
    "172.32.0.1",
    "100.128.0.1",
    "2606:4700::1111",
    "2a00:1450::1",
  ])("of %s is public", (address) => expect(addressKind(address)).toBe("public"));

  it("of a public IPv4 address behind NAT64 is public: networks with IPv6 only reach it so", () => {
    expect(addressKind("64:ff9b::8.8.8.8")).toBe("public");
  });

  it.each([
    ["loopback", "127.0.0.1"],
    ["loopback", "127.255.1.2"],
    ["loopback", "::1"],
    ["loopback", "0:0:0:0:0:0:0:1"],
    ["private", "10.0.0.1"],
    ["private", "172.16.0.1"],
    ["private", "172.31.255.255"],
    ["private", "192.168.1.1"],
    ["private", "fc00::1"],
    ["private", "fdff::1"],
    ["link-local", "169.254.0.1"],
    ["link-local", "fe80::1"],
    ["link-local", "fe80::1%eth0"],
    ["metadata", "169.254.169.254"],
    ["metadata", "169.254.170.2"],
    ["metadata", "168.63.129.16"],
    ["metadata", "100.100.100.200"],
    ["metadata", "192.0.0.192"],
    ["metadata", "fd00:ec2::254"],
    ["metadata", "fd20:ce::254"],
    ["shared", "100.64.0.1"],
    ["shared", "100.127.255.255"],
    ["multicast", "224.0.0.1"],
    ["multicast", "ff02::1"],
    ["reserved", "0.0.0.0"],
    ["reserved", "0.1.2.3"],
    ["reserved", "::"],
    ["reserved", "240.0.0.1"],
    ["reserved", "255.255.255.255"],
    ["reserved", "198.18.0.1"],
    ["reserved", "192.0.2.1"],
    ["reserved", "2001:db8::1"],
    ["reserved", "fec0::1"],
    ["reserved", "100::1"],
    ["invalid", "example.com"],
    ["invalid", ""],
  ])("is %s: %s", (kind, address) => expect(addressKind(address)).toBe(kind));

  it.each([
    ["loopback", "::ffff:127.0.0.1"],
    ["loopback", "::ffff:7f00:1"],
    ["metadata", "::ffff:a9fe:a9fe"],
    ["reserved", "::ffff:8.8.8.8"],
    ["reserved", "::127.0.0.1"],
    ["reserved", "::ffff:0:127.0.0.1"],
    ["loopback", "64:ff9b::127.0.0.1"],
    ["metadata", "64:ff9b::a9fe:a9fe"],
    ["private", "64:ff9b::10.1.2.3"],
    ["reserved", "64:ff9b:1::1"],
    ["reserved", "2002:7f00:1::"],
    ["reserved", "2001:0:7f00:1::"],
    ["reserved", "2606:4700::5efe:7f00:1"],
    ["reserved", "2606:4700::200:5efe:127.0.0.1"],
  ])("is %s for an address that holds another: %s", (kind, address) =>
    expect(addressKind(address)).toBe(kind),
  );
});
