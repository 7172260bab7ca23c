import type { AuditEntry, AuditLog } from "@tutti/core/runtime";
import { BoundedMap } from "../auth/bounded-map";
import { networkOf } from "../auth/lockout";
import { ServerError } from "../errors";

/** Options of {@link ServerOptions.audit}. */
export interface AuditOptions {
  /** Where entries are kept: `storage.access`. */
  readonly log: AuditLog;
  /** Older entries are forgotten; `Infinity`: none is. Default 365. */
  readonly keepDays?: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** So many refusals of who can't be told are noted, a minute and network: a flood must not fill the disk. */
const MOST_OF_NETWORK = 20;
/** The same of all networks together. */
const MOST_OF_ALL = 1000;
const REMEMBERED = 10_000;

/** Notes who did what. */
export class AuditTrail {
  private readonly keepMs: number;
  private forgottenAt = Number.NEGATIVE_INFINITY;
  private readonly ofNetworks = new BoundedMap<string, Count>(REMEMBERED);
  private ofAll: Count = { since: 0, count: 0 };

  /** Throws `INVALID_SERVER_OPTIONS`. */
  constructor(private readonly options: AuditOptions) {
    const { keepDays = 365 } = options;
    if (!(keepDays > 0)) throw invalid(`audit.keepDays is ${keepDays}, not a number above 0`);
    this.keepMs = keepDays * DAY_MS;
  }

  /** Settles when the entry is durable. */
  async add(entry: AuditEntry): Promise<void> {
    if (entry.user === null && !this.hasRoomFor(entry)) return;
    await this.options.log.addAudit(entry);
    await this.forget(entry.time);
  }

  /** Once a day, so that nothing has to wake up for it. */
  private async forget(now: number): Promise<void> {
    if (this.keepMs === Number.POSITIVE_INFINITY || now - this.forgottenAt < DAY_MS) return;
    this.forgottenAt = now;
    await this.options.log.forgetAudit(now - this.keepMs);
  }

  private hasRoomFor({ address, time }: AuditEntry): boolean {
    const network = networkOf(address);
    const ofNetwork = counted(this.ofNetworks.get(network), time);
    this.ofNetworks.set(network, ofNetwork);
    if (ofNetwork.count > MOST_OF_NETWORK) return false;
    this.ofAll = counted(this.ofAll, time);
    return this.ofAll.count <= MOST_OF_ALL;
  }
}

interface Count {
  readonly since: number;
  readonly count: number;
}

function counted(known: Count | undefined, now: number): Count {
  if (known === undefined || now - known.since >= MINUTE_MS) return { since: now, count: 1 };
  return { ...known, count: known.count + 1 };
}

function invalid(problem: string): ServerError {
  return ServerError.of("INVALID_SERVER_OPTIONS", { problem });
}
