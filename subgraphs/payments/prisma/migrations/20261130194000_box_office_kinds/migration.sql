-- A new value, in a migration of its own: it can be used only after it.
ALTER TYPE "AccountKind" ADD VALUE IF NOT EXISTS 'SELLER_CASH';
