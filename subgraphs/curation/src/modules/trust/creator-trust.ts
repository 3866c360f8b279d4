/** What a creator has behind them. */
export interface CreatorRecord {
  /** 0 to 100. */
  reputation: number;
  /** Approvals by a human, ever: trust is not earned from the machine that grants it. */
  approvals: number;
  /** Rejections in the last TRUST_WINDOW_DAYS. */
  rejections: number;
}

export const TRUST_WINDOW_DAYS = 90;

/** High reputation, enough approvals, and no rejection in 90 days. */
export function isTrusted(
  { reputation, approvals, rejections }: CreatorRecord,
  required: { reputation: number; approvals: number },
): boolean {
  return reputation >= required.reputation && approvals >= required.approvals && rejections === 0;
}
