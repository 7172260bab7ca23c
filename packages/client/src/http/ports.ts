import type { ClientOptions, Fetch } from "./options";

/** Everything that a client needs of the world. Tests give their own time. */
export interface Ports {
  readonly fetch: Fetch;
  /** ms on a clock that only goes forward. */
  now(): number;
  /** From 0 to below 1. */
  random(): number;
  /** Waits; rejects with the signal's reason. */
  sleep(ms: number, signal: AbortSignal | undefined): Promise<void>;
}

/** The world as it is. */
export function systemPorts({ fetch }: Pick<ClientOptions, "fetch">): Ports {
  return {
    // Browsers refuse a fetch that is called as somebody's method; and a test may replace the global one later.
    fetch: fetch ?? ((url, init) => globalThis.fetch(url, init)),
    now: () => performance.now(),
    random: () => Math.random(),
    sleep,
  };
}

function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      settle();
    };
    const timer = setTimeout(
      end(() => resolve()),
      ms,
    );
    const onAbort = end(() => reject(signal?.reason as Error));
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener("abort", onAbort);
  });
}
