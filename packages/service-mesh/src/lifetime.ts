import { Deadline } from "./transport/deadline";

/** Knows the requests under way, so that closing the mesh ends them. */
export class Lifetime {
  private readonly running = new Set<Deadline>();
  private over = false;

  /** True when nothing may begin any more. */
  get ended(): boolean {
    return this.over;
  }

  /** A request begins: it has this many ms, and ends when its caller's signal aborts. */
  begin(timeoutMs: number, signal: AbortSignal | undefined): Deadline {
    const deadline = new Deadline(timeoutMs, signal);
    this.running.add(deadline);
    return deadline;
  }

  /** A request is over. */
  finish(deadline: Deadline): void {
    deadline.release();
    this.running.delete(deadline);
  }

  /** Ends every request under way. */
  end(): void {
    this.over = true;
    for (const deadline of this.running) deadline.end("closed");
  }
}
