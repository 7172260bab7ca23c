import { BlockList, isIP } from "node:net";
import { type AddressKind, addressKind } from "./addresses";

/** What an operator allows beyond public addresses. */
export interface AddressRules {
  /** Machines nearby: loopback, link-local, private and shared addresses. Never a cloud's metadata. */
  readonly allow_private: boolean;
  /** Single addresses (`10.1.2.3`) and blocks (`10.1.0.0/16`), whatever they are for. */
  readonly allow_addresses: readonly string[];
}

/** Says what a refused address is for, or undefined for an address that may be connected to. */
export type AddressPolicy = (address: string) => AddressKind | undefined;

/** The kinds that `allow_private` allows. */
const NEARBY: ReadonlySet<AddressKind> = new Set(["loopback", "link-local", "private", "shared"]);

/**
 * The addresses that a name may lead to.
 *
 * @example
 * const refused = addressPolicy({ allow_private: false, allow_addresses: ["10.1.0.0/16"] });
 * refused("10.1.2.3"); // undefined: it may be connected to
 * refused("10.2.0.1"); // "private"
 */
export function addressPolicy({ allow_private, allow_addresses }: AddressRules): AddressPolicy {
  const named = new BlockList();
  for (const entry of allow_addresses) addBlock(named, entry);
  return (address) => {
    const kind = addressKind(address);
    if (kind === "public" || (allow_private && NEARBY.has(kind))) return undefined;
    const [bare = ""] = address.split("%");
    return kind !== "invalid" && named.check(bare, familyOf(bare)) ? undefined : kind;
  };
}

/** The option of a service that would allow an address of this kind. */
export function allowingOption(kind: AddressKind): "allow_private" | "allow_addresses" {
  return NEARBY.has(kind) ? "allow_private" : "allow_addresses";
}

/**
 * What is wrong with an entry of `allow_addresses`, or undefined.
 *
 * @example
 * addressBlockProblem("10.0.0.0/40"); // '"10.0.0.0/40" is neither an address nor a block such as 10.0.0.0/8'
 */
export function addressBlockProblem(entry: string): string | undefined {
  try {
    addBlock(new BlockList(), entry);
    return undefined;
  } catch {
    return `${JSON.stringify(entry)} is neither an address nor a block such as 10.0.0.0/8 or fd00::/8`;
  }
}

function addBlock(list: BlockList, entry: string): void {
  const [, address = "", prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
  if (isIP(address) === 0) throw new TypeError("not an address");
  if (prefix === undefined) list.addAddress(address, familyOf(address));
  else list.addSubnet(address, Number(prefix), familyOf(address));
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}
