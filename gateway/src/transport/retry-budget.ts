const SHARE = 0.1;
const RESERVE = 10;

/**
 * How often calls of one subgraph may be tried again: a tenth of all calls, and a few more after a quiet time. When everything fails,
 * trying everything three times would be three times the load just when there is the least room for it.
 */
export class RetryBudget {
  private left = RESERVE;

  /** To be told of each call. */
  earn(): void {
    if (this.left < RESERVE) this.left = Math.min(RESERVE, this.left + SHARE);
  }

  /** Answers whether there may be one more try. */
  spend(): boolean {
    if (this.left < 1) return false;
    this.left--;
    return true;
  }
}
