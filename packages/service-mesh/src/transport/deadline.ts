/** What ended a request before its answer was there. */
export type Cut = "aborted" | "closed" | "timeout";

/** Ends a request when its time is up, when its caller aborts, or when the mesh closes. */
export class Deadline {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private reason: Cut | undefined;
  private readonly onAbort = (): void => this.end("aborted");

  constructor(
    timeoutMs: number,
    private readonly outer: AbortSignal | undefined,
  ) {
    this.timer = setTimeout(() => this.end("timeout"), timeoutMs);
    outer?.addEventListener("abort", this.onAbort, { once: true });
    if (outer?.aborted === true) this.onAbort();
  }

  /** Aborts when the request has to end. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Why the request had to end; undefined when it did not have to. */
  get cut(): Cut | undefined {
    return this.reason;
  }

  /** Ends the request; only the first reason counts. */
  end(reason: Cut): void {
    this.reason ??= reason;
    this.controller.abort();
  }

  /** Must be called when the request is over: frees the timer and the caller's signal. */
  release(): void {
    clearTimeout(this.timer);
    this.outer?.removeEventListener("abort", this.onAbort);
  }
}
