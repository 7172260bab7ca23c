import { type MeshTime, systemTime } from "../time";
import type { ServiceClient, ServiceMesh, ServiceResponse } from "../types";
import { sleep } from "./rate-limit";
import { mayRepeat } from "./repeat";
import { RetryBudget } from "./retry-budget";

/** When {@link withRetries} repeats a request. */
export interface RetryOptions {
  /** Requests in all, the first one too. Default 3. */
  readonly maxAttempts?: number;
  /** The wait before the first repetition is drawn between 0 and this, in ms; it doubles each time. Default 100. */
  readonly initialDelayMs?: number;
  /** No wait is longer, in ms; a `Retry-After` beyond it ends the repetitions. Default 10,000. */
  readonly maxDelayMs?: number;
  /** Repetitions for each request, on average over all requests of a service. Default 0.2. */
  readonly budgetRatio?: number;
  /** So many repetitions may go before any request has paid for them; never are more saved. Default 10. */
  readonly budgetReserve?: number;
  /** From 0 to below 1. Default: `Math.random`. */
  readonly random?: () => number;
  /** Default: real time. */
  readonly time?: MeshTime;
}

/**
 * Gives a mesh retries of its own: for programs that call services outside workflows. In a workflow the
 * action's `retry` is the only place that repeats, so never give such a mesh to an orchestrator.
 *
 * Repeated is only what may succeed later and can't do its work twice (see `mayRepeat`), and only as
 * long as the budget of its service lasts: when a service fails altogether, repetitions would only add to
 * its load. `timeoutMs` of a request holds for all its attempts and waits together.
 *
 * @throws {RangeError} For an option that is out of range.
 * @example
 * const mesh = withRetries(createServiceMesh({ services }), { maxAttempts: 4 });
 */
export function withRetries(mesh: ServiceMesh, options: RetryOptions = {}): ServiceMesh {
  const policy = checked(options);
  const budgets = new Map<string, RetryBudget>();
  return {
    getClient(service) {
      const client = mesh.getClient(service);
      // Raw URLs can be many; they share one budget.
      const name = service.includes("://") ? "://" : service;
      const budget = budgets.get(name) ?? new RetryBudget(policy.budgetRatio, policy.budgetReserve);
      budgets.set(name, budget);
      return { makeRequest: (...call) => repeated({ client, budget, policy }, call) };
    },
    status: () => mesh.status(),
    close: () => mesh.close(),
  };
}

type Policy = Required<RetryOptions>;
type Call = Parameters<ServiceClient["makeRequest"]>;

interface Repeater {
  readonly client: ServiceClient;
  readonly budget: RetryBudget;
  readonly policy: Policy;
}

const DEFAULTS: Policy = {
  maxAttempts: 3,
  initialDelayMs: 100,
  maxDelayMs: 10_000,
  budgetRatio: 0.2,
  budgetReserve: 10,
  random: Math.random,
  time: systemTime,
};

const SMALLEST = {
  maxAttempts: 1,
  initialDelayMs: 0,
  maxDelayMs: 0,
  budgetRatio: 0,
  budgetReserve: 0,
} as const;

function checked(options: RetryOptions): Policy {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const policy: Policy = { ...DEFAULTS, ...given };
  for (const name of Object.keys(SMALLEST) as (keyof typeof SMALLEST)[]) {
    if (policy[name] >= SMALLEST[name] && policy[name] < Number.POSITIVE_INFINITY) continue;
    throw new RangeError(`withRetries: ${name} must be at least ${SMALLEST[name]}, not ${policy[name]}`);
  }
  return policy;
}

async function repeated({ client, budget, policy }: Repeater, call: Call): Promise<ServiceResponse> {
  const [method, endpoint, parameters, options = {}] = call;
  const { time } = policy;
  const end = options.timeoutMs === undefined ? Number.POSITIVE_INFINITY : time.now() + options.timeoutMs;
  budget.deposit();
  for (let attempt = 1; ; attempt++) {
    const leftMs = end - time.now();
    const timed = Number.isFinite(leftMs) ? { ...options, timeoutMs: leftMs } : options;
    try {
      return await client.makeRequest(method, endpoint, parameters, timed);
    } catch (error) {
      const waitMs = attempt < policy.maxAttempts ? delayOf(error, attempt, policy) : undefined;
      if (waitMs === undefined || time.now() + waitMs >= end || !budget.withdraw()) throw error;
      await sleep(waitMs, { time, signal: options.signal });
    }
  }
}

/** How long to wait before the next attempt, in ms; undefined when there is to be none. */
function delayOf(error: unknown, attempt: number, policy: Policy): number | undefined {
  if (!mayRepeat(error)) return undefined;
  const highest = Math.min(policy.maxDelayMs, policy.initialDelayMs * 2 ** (attempt - 1));
  const waitMs = Math.max(error.retryAfterMs ?? 0, policy.random() * highest);
  return waitMs <= policy.maxDelayMs ? waitMs : undefined;
}
