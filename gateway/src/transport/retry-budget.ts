const SHARE = 0.1;
const RESERVE = 10;

/**
 * Limits how often calls of one subgraph are tried again: a tenth of all calls, and a few more after a quiet time. When all calls fail,
 * trying each three times would be three times the load just when there is the least room for it.
 */
export class RetryBudget {
  private left = RESERVE;

  /** To be called for each call of the subgraph. */
  earn(): void {
    if (this.left < RESERVE) this.left = Math.min(RESERVE, this.left + SHARE);
  }

  /** Returns whether there may be one more try. */
  spend(): boolean {
    if (this.left < 1) return false;
    this.left--;
    return true;
  }
}
