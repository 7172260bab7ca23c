import type { FastifyRequest } from "fastify";
import { ServerError } from "../errors";

/** A stream that was let in. */
export interface Admission {
  /** Aborts when the client is gone, the stream has left or the server stops. */
  readonly signal: AbortSignal;
  /** May be called twice. */
  readonly leave: () => void;
}

/** Counts the event streams that are open, refuses those that are too many, and ends all when the server stops. */
export class StreamGate {
  private readonly open = new Set<AbortController>();

  constructor(
    private readonly limit: number,
    stopping: Promise<void>,
  ) {
    void stopping.then(() => {
      for (const controller of this.open) controller.abort();
    });
  }

  /** How many are open. */
  get size(): number {
    return this.open.size;
  }

  /** Lets a stream in, until it leaves. Throws `TOO_MANY_STREAMS`. */
  enter({ raw }: Pick<FastifyRequest, "raw">): Admission {
    if (this.open.size >= this.limit) throw ServerError.of("TOO_MANY_STREAMS", { limit: this.limit });
    const controller = new AbortController();
    this.open.add(controller);
    const leave = (): void => {
      raw.socket.removeListener("close", leave);
      this.open.delete(controller);
      controller.abort();
    };
    raw.socket.once("close", leave);
    return { signal: controller.signal, leave };
  }
}
