import { isPublicAddress } from "./addresses";

describe("isPublicAddress", () => {
  it.each([
    "8.8.8.8",
    "93.184.215.14",
    "172.15.0.1",
    "172.32.0.1",
    "100.128.0.1",
    "2606:4700::1111",
    "2a00:1450::1",
  ])("takes %s", (address) => expect(isPublicAddress(address)).toBe(true));

  it("takes a public IPv4 address behind NAT64, which is how networks with IPv6 only reach it", () => {
    expect(isPublicAddress("64:ff9b::8.8.8.8")).toBe(true);
  });

  it.each([
    ["loopback", "127.0.0.1"],
    ["loopback", "127.255.1.2"],
    ["loopback", "::1"],
    ["private", "10.0.0.1"],
    ["private", "172.16.0.1"],
    ["private", "172.31.255.255"],
    ["private", "192.168.1.1"],
    ["link-local", "169.254.0.1"],
    ["metadata", "169.254.169.254"],
    ["metadata of Azure", "168.63.129.16"],
    ["metadata in CGNAT", "100.100.100.200"],
    ["metadata of AWS by IPv6", "fd00:ec2::254"],
    ["CGNAT", "100.64.0.1"],
    ["CGNAT", "100.127.255.255"],
    ["unspecified", "0.0.0.0"],
    ["this network", "0.1.2.3"],
    ["unspecified", "::"],
    ["multicast", "224.0.0.1"],
    ["multicast", "ff02::1"],
    ["reserved", "240.0.0.1"],
    ["broadcast", "255.255.255.255"],
    ["benchmarks", "198.18.0.1"],
    ["documentation", "192.0.2.1"],
    ["documentation", "2001:db8::1"],
    ["unique local", "fc00::1"],
    ["unique local", "fdff::1"],
    ["link-local", "fe80::1"],
    ["link-local with a zone", "fe80::1%eth0"],
    ["site-local", "fec0::1"],
    ["mapped", "::ffff:127.0.0.1"],
    ["mapped", "::ffff:7f00:1"],
    ["mapped", "::ffff:8.8.8.8"],
    ["compatible", "::127.0.0.1"],
    ["translated", "::ffff:0:127.0.0.1"],
    ["NAT64", "64:ff9b::127.0.0.1"],
    ["NAT64", "64:ff9b::a9fe:a9fe"],
    ["NAT64", "64:ff9b::10.1.2.3"],
    ["local NAT64", "64:ff9b:1::1"],
    ["6to4", "2002:7f00:1::"],
    ["Teredo", "2001:0:7f00:1::"],
    ["discard", "100::1"],
    ["no address", "example.com"],
    ["no address", ""],
  ])("refuses %s: %s", (_kind, address) => expect(isPublicAddress(address)).toBe(false));
});
