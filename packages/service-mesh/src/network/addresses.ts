import { BlockList, isIPv4, isIPv6 } from "node:net";

/** IPv4 blocks of the IANA special-purpose registry: none of them is a service on the internet. */
const SPECIAL_IPV4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8], // this network; 0.0.0.0 connects to the machine itself
  ["10.0.0.0", 8], // private
  ["100.64.0.0", 10], // carrier-grade NAT; one cloud keeps its metadata service here
  ["127.0.0.0", 8], // loopback
  ["168.63.129.16", 32], // a public address, but on Azure the host's own agent
  ["169.254.0.0", 16], // link-local, with the metadata services of most clouds
  ["172.16.0.0", 12], // private
  ["192.0.0.0", 24], // protocol assignments
  ["192.0.2.0", 24], // documentation
  ["192.88.99.0", 24], // 6to4 relays
  ["192.168.0.0", 16], // private
  ["198.18.0.0", 15], // benchmarks
  ["198.51.100.0", 24], // documentation
  ["203.0.113.0", 24], // documentation
  ["224.0.0.0", 4], // multicast
  ["240.0.0.0", 4], // reserved, and broadcast
];

/** Blocks inside 2000::/3 that are not services on the internet. */
const SPECIAL_IPV6: readonly (readonly [string, number])[] = [
  ["2001::", 23], // protocol assignments, with Teredo tunnels
  ["2001:db8::", 32], // documentation
  ["2002::", 16], // 6to4 tunnels: they hold an IPv4 address
  ["3fff::", 20], // documentation
];

// NAT64 holds an IPv4 address in the last 32 bits; networks with IPv6 only reach all of IPv4 through it.
const NAT64 = "64:ff9b::";

const refused = new BlockList();
for (const [block, prefix] of SPECIAL_IPV4) {
  refused.addSubnet(block, prefix, "ipv4");
  refused.addSubnet(NAT64 + block, 96 + prefix, "ipv6");
}
for (const [block, prefix] of SPECIAL_IPV6) refused.addSubnet(block, prefix, "ipv6");

// Only this part of IPv6 is given out for the internet, so whatever is outside is refused: loopback,
// link-local, unique local, multicast, IPv4-mapped, and what may be invented later.
const globalIpv6 = new BlockList();
globalIpv6.addSubnet("2000::", 3, "ipv6");
globalIpv6.addSubnet(NAT64, 96, "ipv6");

/**
 * True for an address of the public internet: not loopback, link-local, private, shared, reserved or
 * multicast, in any notation. False for what is no address at all.
 *
 * @example
 * isPublicAddress("93.184.215.14"); // true
 * isPublicAddress("::ffff:169.254.169.254"); // false
 */
export function isPublicAddress(address: string): boolean {
  const [bare = ""] = address.split("%"); // fe80::1%eth0
  if (isIPv6(bare)) return globalIpv6.check(bare, "ipv6") && !refused.check(bare, "ipv6");
  return isIPv4(bare) && !refused.check(bare, "ipv4");
}
