/** Says once, to all who wait for it, that the server begins to stop. */
export class StopSignal {
  private resolve: () => void = () => undefined;
  private isStopping = false;
  /** Resolves when the server begins to stop. */
  readonly begun = new Promise<void>((resolve) => (this.resolve = resolve));

  /** Has it begun? */
  get hasBegun(): boolean {
    return this.isStopping;
  }

  stop(): void {
    this.isStopping = true;
    this.resolve();
  }
}
