import type { Intent, IntentState } from '../processor';
import { sandboxFee } from './sandbox-methods';

export interface IntentRow {
  id: string;
  amount_minor: string;
  currency: string;
  status: 'REQUIRES_METHOD' | 'DECLINED' | 'REQUIRES_ACTION' | 'PROCESSING' | 'SUCCEEDED' | 'CANCELED';
  client_secret: string;
  decline_code: string | null;
  decline_reason: string | null;
  settles_at: Date | null;
}

export function toIntent(row: IntentRow): Intent {
  return { ref: row.id, clientSecret: row.client_secret, state: toState(row) };
}

function toState(row: IntentRow): IntentState {
  switch (row.status) {
    case 'REQUIRES_METHOD':
    case 'PROCESSING':
      return { status: row.status };
    case 'REQUIRES_ACTION':
      return { status: row.status, actionUrl: null };
    case 'DECLINED':
    case 'CANCELED':
      return { status: 'DECLINED', code: row.decline_code!, reason: row.decline_reason! };
    case 'SUCCEEDED':
      return { status: row.status, feeMinor: sandboxFee(BigInt(row.amount_minor)) };
  }
}
