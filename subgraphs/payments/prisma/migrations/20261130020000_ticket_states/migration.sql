-- New states, in a migration of their own: a value can be used only after the one that adds it.
ALTER TYPE "TicketStatus" ADD VALUE IF NOT EXISTS 'TRANSFERRED';
ALTER TYPE "TicketStatus" ADD VALUE IF NOT EXISTS 'IN_RESALE';
