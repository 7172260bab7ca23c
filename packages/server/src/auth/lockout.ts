import { isIPv6 } from "node:net";
import { BoundedMap } from "./bounded-map";

/** When those whose credentials fail are locked out. */
export interface LockoutOptions {
  /** So many failures of an address lock it out. Default 10. */
  readonly failures: number;
  /** So many failures of a key's id, from all addresses together, lock it for strangers. Default 100. */
  readonly keyFailures: number;
  /** Failures that are older are forgotten. Default 60 s. */
  readonly windowSeconds: number;
  /** How long a lock lasts. Default 300 s. */
  readonly lockSeconds: number;
  /** How many addresses, and as many keys, are remembered; those that failed the longest ago are forgotten. Default 10,000. */
  readonly remembered: number;
}

/** The options when none are given. */
export const DEFAULT_LOCKOUT: LockoutOptions = {
  failures: 10,
  keyFailures: 100,
  windowSeconds: 60,
  lockSeconds: 300,
  remembered: 10_000,
};

/** Who presents credentials. */
export interface Attempt {
  readonly address: string;
  /** The id of the key, when it is one. */
  readonly keyId: string | undefined;
}

interface Failures {
  readonly count: number;
  readonly since: number;
  /** ms since the epoch. */
  readonly lockedUntil: number;
}

const NONE: Failures = { count: 0, since: Number.NEGATIVE_INFINITY, lockedUntil: 0 };

/**
 * Counts failed attempts, and tells who has to wait. A key that somebody else attacks stays open to the addresses from
 * which it worked before, or an attacker could lock its owner out.
 */
export class Lockout {
  private readonly addresses: BoundedMap<string, Failures>;
  private readonly keys: BoundedMap<string, Failures>;
  private readonly friends: BoundedMap<string, true>;

  constructor(
    private readonly options: LockoutOptions,
    private readonly now: () => number,
  ) {
    this.addresses = new BoundedMap(options.remembered);
    this.keys = new BoundedMap(options.remembered);
    this.friends = new BoundedMap(options.remembered);
  }

  /** How many seconds the attempt has to wait; 0: none. */
  waitOf({ address, keyId }: Attempt): number {
    const network = networkOf(address);
    const ofKey =
      keyId === undefined || this.friends.get(`${keyId} ${network}`) === true
        ? undefined
        : this.keys.get(keyId);
    const until = Math.max(this.addresses.get(network)?.lockedUntil ?? 0, ofKey?.lockedUntil ?? 0);
    return Math.max(0, Math.ceil((until - this.now()) / 1000));
  }

  failed({ address, keyId }: Attempt): void {
    const { failures, keyFailures } = this.options;
    this.count(this.addresses, { key: networkOf(address), most: failures });
    if (keyId !== undefined) this.count(this.keys, { key: keyId, most: keyFailures });
  }

  succeeded({ address, keyId }: Attempt): void {
    if (keyId !== undefined) this.friends.set(`${keyId} ${networkOf(address)}`, true);
  }

  private count(map: BoundedMap<string, Failures>, { key, most }: { key: string; most: number }): void {
    const now = this.now();
    const { lockSeconds, windowSeconds } = this.options;
    const known = map.get(key) ?? NONE;
    const isOver = now - known.since > windowSeconds * 1000;
    const { count, since } = isOver
      ? { count: 1, since: now }
      : { count: known.count + 1, since: known.since };
    const lockedUntil = count >= most ? now + lockSeconds * 1000 : known.lockedUntil;
    map.set(key, { count, since, lockedUntil });
  }
}

/** One customer has a whole /64 of IPv6, so that is what is locked. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [plain = ""] = address.split("%");
  return isIPv6(plain) ? `${groupsOf(plain).slice(0, 4).join(":")}::/64` : address;
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): readonly string[] {
  const [head = "", tail] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array<string>(zeros).fill("0"), ...after].map((group) =>
    (group.replace(/^0+(?=.)/, "") || "0").toLowerCase(),
  );
}
