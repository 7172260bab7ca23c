import type { MeshTime } from "../time";
import { Bulkhead } from "./bulkhead";
import type { BulkheadConfig, RateLimitConfig } from "./options";
import { RateLimit } from "./rate-limit";

/** The limits of a service; what is undefined is not limited. */
export interface AdmissionConfig {
  readonly rate_limit?: RateLimitConfig | undefined;
  readonly bulkhead?: BulkheadConfig | undefined;
}

/** Lets requests to a service through: first its rate limit, then its bulkhead. */
export class Admission {
  private readonly rate: RateLimit | undefined;
  private readonly bulkhead: Bulkhead | undefined;

  constructor({ rate_limit: rate, bulkhead }: AdmissionConfig, time: MeshTime) {
    this.rate = rate && new RateLimit(rate, time);
    this.bulkhead = bulkhead && new Bulkhead(bulkhead);
  }

  /** Requests that wait for the bulkhead. */
  get queued(): number {
    return this.bulkhead?.queued ?? 0;
  }

  /**
   * Runs the work when it may go.
   *
   * @throws {TooManyRequestsError | BusyError} When it would have to wait too long, or too many wait.
   */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.rate?.take(signal);
    return this.bulkhead === undefined ? work() : this.bulkhead.run(work, signal);
  }
}
