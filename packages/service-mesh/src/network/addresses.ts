import { BlockList, isIPv4, isIPv6 } from "node:net";

/**
 * What an address is for.
 *
 * - `public`: a service of the internet.
 * - `loopback`, `link-local`, `private`, `shared` (carrier-grade NAT): a machine nearby.
 * - `metadata`: what a cloud tells its machines, credentials too.
 * - `multicast`, `reserved`: no single machine, a tunnel that holds another address, or nothing at all.
 * - `invalid`: no address.
 */
export type AddressKind =
  | "public"
  | "loopback"
  | "link-local"
  | "private"
  | "shared"
  | "metadata"
  | "multicast"
  | "reserved"
  | "invalid";

type Block = readonly [block: string, prefix: number];

// The IANA special-purpose registry. The first list that has an address says its kind.
const SPECIAL_IPV4: readonly (readonly [AddressKind, readonly Block[]])[] = [
  [
    "metadata",
    [
      ["169.254.169.253", 32], // the resolver of AWS
      ["169.254.169.254", 32], // most clouds
      ["169.254.170.2", 32], // credentials of containers on AWS
      ["169.254.170.23", 32], // credentials of pods on AWS
      ["100.100.100.200", 32], // Alibaba Cloud
      ["168.63.129.16", 32], // a public address, but on Azure the host's own agent
      ["192.0.0.192", 32], // Oracle Cloud
    ],
  ],
  ["loopback", [["127.0.0.0", 8]]],
  ["link-local", [["169.254.0.0", 16]]],
  [
    "private",
    [
      ["10.0.0.0", 8],
      ["172.16.0.0", 12],
      ["192.168.0.0", 16],
    ],
  ],
  ["shared", [["100.64.0.0", 10]]],
  ["multicast", [["224.0.0.0", 4]]],
  [
    "reserved",
    [
      ["0.0.0.0", 8], // this network; 0.0.0.0 connects to the machine itself
      ["192.0.0.0", 24], // protocol assignments
      ["192.0.2.0", 24], // documentation
      ["192.88.99.0", 24], // 6to4 relays
      ["198.18.0.0", 15], // benchmarks
      ["198.51.100.0", 24], // documentation
      ["203.0.113.0", 24], // documentation
      ["240.0.0.0", 4], // reserved, and broadcast
    ],
  ],
];

const SPECIAL_IPV6: readonly (readonly [AddressKind, readonly Block[]])[] = [
  [
    "metadata",
    [
      ["fd00:ec2::", 32], // AWS
      ["fd20:ce::254", 128], // Google Cloud
      ["fe80::a9fe:a9fe", 128], // OpenStack
      ["fd00:c1::a9fe:a9fe", 128], // Oracle Cloud
    ],
  ],
  ["loopback", [["::1", 128]]],
  ["link-local", [["fe80::", 10]]],
  ["private", [["fc00::", 7]]],
  ["multicast", [["ff00::", 8]]],
  [
    "reserved",
    [
      ["2001::", 23], // protocol assignments, with Teredo tunnels
      ["2001:db8::", 32], // documentation
      ["2002::", 16], // 6to4 tunnels: they hold an IPv4 address
      ["3fff::", 20], // documentation
    ],
  ],
];

// NAT64 holds an IPv4 address in the last 32 bits; networks with IPv6 only reach all of IPv4 through it.
const NAT64 = "64:ff9b::";

const special = new Map<AddressKind, BlockList>();
for (const [kind, blocks] of SPECIAL_IPV4) {
  for (const [block, prefix] of blocks) {
    // A list of IPv4 blocks also finds addresses that are mapped into IPv6 (::ffff:10.0.0.1).
    listOf(kind).addSubnet(block, prefix, "ipv4");
    listOf(kind).addSubnet(NAT64 + block, 96 + prefix, "ipv6");
  }
}
for (const [kind, blocks] of SPECIAL_IPV6) {
  for (const [block, prefix] of blocks) listOf(kind).addSubnet(block, prefix, "ipv6");
}

function listOf(kind: AddressKind): BlockList {
  const list = special.get(kind) ?? new BlockList();
  special.set(kind, list);
  return list;
}

// Only this part of IPv6 is given out for the internet, so whatever is outside and has no kind is
// reserved: addresses that hold a public one of IPv4, site-local ones, and what may be invented later.
const globalIpv6 = new BlockList();
globalIpv6.addSubnet("2000::", 3, "ipv6");
globalIpv6.addSubnet(NAT64, 96, "ipv6");

// ISATAP tunnels hold an IPv4 address behind these bits of an otherwise ordinary address.
const ISATAP = /:5efe:([\da-f]{1,4}:[\da-f]{1,4}|\d+\.\d+\.\d+\.\d+)$/i;

/**
 * What an address is for, in any notation.
 *
 * @example
 * addressKind("93.184.215.14"); // "public"
 * addressKind("::ffff:10.0.0.1"); // "private"
 */
export function addressKind(address: string): AddressKind {
  const [bare = ""] = address.split("%"); // fe80::1%eth0
  const family = isIPv6(bare) ? "ipv6" : "ipv4";
  if (family === "ipv4" && !isIPv4(bare)) return "invalid";
  for (const [kind, list] of special) {
    if (list.check(bare, family)) return kind;
  }
  if (family === "ipv4") return "public";
  return globalIpv6.check(bare, "ipv6") && !ISATAP.test(bare) ? "public" : "reserved";
}
