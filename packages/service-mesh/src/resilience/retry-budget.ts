/**
 * Bounds how many requests are repetitions: each request pays in a part of one, each repetition takes out
 * a whole one.
 */
export class RetryBudget {
  private saved: number;

  /**
   * @param ratio What a request pays in.
   * @param reserve What is there at the beginning, and the most that is saved.
   */
  constructor(
    private readonly ratio: number,
    private readonly reserve: number,
  ) {
    this.saved = reserve;
  }

  /** A request begins. */
  deposit(): void {
    this.saved = Math.min(Math.max(this.reserve, 1), this.saved + this.ratio);
  }

  /** True when a repetition is paid for; it is taken out then. */
  withdraw(): boolean {
    // What is left of many fractions is not always whole.
    if (this.saved < 1 - 1e-9) return false;
    this.saved -= 1;
    return true;
  }
}
