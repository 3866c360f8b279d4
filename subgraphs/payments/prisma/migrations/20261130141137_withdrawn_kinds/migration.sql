-- New values, in a migration of their own: they can be used only after it.
ALTER TYPE "EntryKind" ADD VALUE IF NOT EXISTS 'PAYOUT_WITHDRAWN';
ALTER TYPE "PayoutStatus" ADD VALUE IF NOT EXISTS 'WITHDRAWN';
