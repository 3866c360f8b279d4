-- New values, in a migration of their own: they can be used only after it.
ALTER TYPE "EntryKind" ADD VALUE IF NOT EXISTS 'PART_PAYMENT';
ALTER TYPE "EntryKind" ADD VALUE IF NOT EXISTS 'PART_RETURNED';
ALTER TYPE "AccountKind" ADD VALUE IF NOT EXISTS 'PART_PAYMENTS';
