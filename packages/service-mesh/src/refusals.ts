import { type RequestLabel, serviceError, type ServiceErrorCode } from "./errors";
import { BusyError } from "./resilience/bulkhead";
import { TooManyRequestsError } from "./resilience/rate-limit";
import type { Service } from "./service";

/** The codes of requests that were refused on this side. */
export const REFUSALS: ReadonlySet<string> = new Set([
  "CIRCUIT_OPEN",
  "NO_INSTANCE",
  "RATE_LIMITED",
  "SERVICE_BUSY",
] satisfies ServiceErrorCode[]);

/** In the details of a request that never went to an instance. */
export const NOT_SENT = { sent: false, safe_to_repeat: true };

/** The error of a request that a limit refused; undefined for any other error. */
export function limitError(
  error: unknown,
  { name, config }: Service,
  label: RequestLabel,
): Error | undefined {
  if (error instanceof TooManyRequestsError) {
    const { requests = 0, per_seconds: seconds = 0 } = config.rate_limit ?? {};
    return serviceError(label, {
      code: "RATE_LIMITED",
      problem: `it was not sent: rate_limit lets ${requests} requests through in ${seconds} s; the next may go in ${Math.ceil(error.waitMs)} ms`,
      details: NOT_SENT,
      retryAfterMs: Math.ceil(error.waitMs),
    });
  }
  if (!(error instanceof BusyError)) return undefined;
  const { max_concurrent: most = 0, max_queued: queue = 0 } = config.bulkhead ?? {};
  return serviceError(label, {
    code: "SERVICE_BUSY",
    problem: `it was not sent: the bulkhead of ${JSON.stringify(name)} has ${most} requests under way and ${queue} that wait`,
    details: NOT_SENT,
  });
}

/** The error of a request that no instance can take. */
export function noInstanceError({ pool }: Service, label: RequestLabel): Error {
  const waits = pool.instances.map(({ parts }) => parts.breaker?.waitMs ?? 0);
  if (waits.length === 0) {
    const why = pool.problem === undefined ? "" : `, and it can't be found out: ${pool.problem.message}`;
    return serviceError(label, {
      code: "NO_INSTANCE",
      problem: `it was not sent: the service has no instance${why}`,
      details: NOT_SENT,
    });
  }
  return serviceError(label, {
    code: "CIRCUIT_OPEN",
    problem: `it was not sent: too many requests failed, so the circuit breaker of ${waits.length === 1 ? "its instance" : `all ${waits.length} instances`} is open`,
    details: NOT_SENT,
    retryAfterMs: Math.min(...waits),
  });
}
