import type { AccountKind } from '../../generated/prisma/enums';
import type { Money } from '../money/money';

export type BreakKind =
  | 'UNBALANCED_ENTRY'
  | 'MISSING_ENTRY'
  | 'SHARE_MISMATCH'
  | 'REFUND_MISMATCH'
  | 'PART_MISMATCH'
  | 'DISPUTE_MISMATCH'
  | 'PLACES_MISMATCH'
  | 'PAYOUT_MISMATCH'
  | 'PAYOUT_LATE'
  | 'PAYOUT_WITHHELD'
  | 'TAX_MISMATCH'
  | 'DOCUMENT_MISMATCH'
  | 'PROMO_MISMATCH'
  | 'DEPOSIT_MISMATCH'
  | 'REFUND_FAILED';

export interface LedgerBreak {
  kind: BreakKind;
  subjectId: string;
  message: string;
}

export interface LedgerHealth {
  healthy: boolean;
  entryCount: number;
  breaks: LedgerBreak[];
  balances: { account: AccountKind; currency: string; balanceMinor: number }[];
}

/** What the viewer may know of a share: all of it, or only the total. */
export interface ShareView {
  total: Money;
  platform: Money | null;
  creator: Money | null;
  curator: Money | null;
  processing: Money | null;
  tax: Money | null;
  creatorPercent: number | null;
}
