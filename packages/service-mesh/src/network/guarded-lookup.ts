import { type LookupAddress, promises as dns } from "node:dns";
import type { LookupFunction } from "node:net";
import { type AddressPolicy, addressPolicy } from "./address-policy";
import type { AddressKind } from "./addresses";

/** Asks for all addresses of a host name. Rejects when there are none. */
export type HostLookup = (hostname: string) => Promise<readonly LookupAddress[]>;

/** A host name led to an address that only an operator may allow. */
export class RefusedAddressError extends Error {
  constructor(
    readonly hostname: string,
    readonly address: string,
    readonly kind: AddressKind,
  ) {
    super(`${hostname} resolves to ${address}, which is not a public address (${kind})`);
    this.name = "RefusedAddressError";
  }
}

const PUBLIC_ONLY = addressPolicy({ allow_private: false, allow_addresses: [] });

/** The system's resolver, in the order it answers. */
export const systemLookup: HostLookup = (hostname) => dns.lookup(hostname, { all: true, order: "verbatim" });

/**
 * A lookup for sockets that gives allowed addresses only: by default public ones.
 *
 * A socket connects to exactly the addresses that its lookup gave, so a name that answers one address
 * to a check and another one to the connection (DNS rebinding) gains nothing. One bad address
 * refuses the name: a name of the internet has no reason to list it.
 *
 * @throws {RefusedAddressError} Through the callback.
 * @example
 * http.request({ host: "api.example.com", lookup: guardedLookup(systemLookup) });
 */
export function guardedLookup(resolve: HostLookup, policy: AddressPolicy = PUBLIC_ONLY): LookupFunction {
  return socketLookup(async (hostname) => {
    const addresses = await resolve(hostname);
    for (const { address } of addresses) {
      const kind = policy(address);
      if (kind !== undefined) throw new RefusedAddressError(hostname, address, kind);
    }
    return addresses;
  });
}

function socketLookup(resolve: HostLookup): LookupFunction {
  return (hostname, options, callback) => {
    void answer(resolve, hostname).then(
      ({ first, all }) => {
        if (options.all === true) callback(null, all);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, ""),
    );
  };
}

async function answer(
  resolve: HostLookup,
  hostname: string,
): Promise<{ first: LookupAddress; all: LookupAddress[] }> {
  const all = [...(await resolve(hostname))];
  const [first] = all;
  if (first !== undefined) return { first, all };
  throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: "ENOTFOUND" });
}
