import type { LookupFunction } from "node:net";
import { type AddressRules, addressPolicy } from "./address-policy";
import { guardedLookup, type HostLookup } from "./guarded-lookup";
import { isLocalhost } from "./hosts";

/**
 * The lookup that decides which addresses the host of a configured URL may lead to.
 *
 * An address in the URL itself is never looked up: an operator who wrote it has allowed it. `localhost`
 * may lead to loopback, as that is what it says, and any other name to what the rules allow.
 *
 * @example
 * const lookup = lookupFor(new URL("https://api.example.com"), config, systemLookup);
 */
export function lookupFor(url: URL, rules: AddressRules, resolve: HostLookup): LookupFunction {
  const { allow_private, allow_addresses } = rules;
  const named = isLocalhost(url) ? [...allow_addresses, ...LOOPBACK] : allow_addresses;
  return guardedLookup(resolve, addressPolicy({ allow_private, allow_addresses: named }));
}

const LOOPBACK: readonly string[] = ["127.0.0.0/8", "::1"];
