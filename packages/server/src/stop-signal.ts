/** Says once, to all who listen, that the server begins to stop. */
export class StopSignal {
  private isStopping = false;
  private readonly listeners = new Set<() => void>();

  /** Has it begun? */
  get hasBegun(): boolean {
    return this.isStopping;
  }

  /**
   * Calls back when the server begins to stop; at once when it has. Gives what takes that back: a request that has
   * ended must leave nothing behind here, for a server lives long.
   */
  onStop(callback: () => void): () => void {
    if (this.isStopping) callback();
    else this.listeners.add(callback);
    return () => this.listeners.delete(callback);
  }

  stop(): void {
    this.isStopping = true;
    for (const callback of this.listeners) callback();
    this.listeners.clear();
  }
}
