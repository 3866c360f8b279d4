-- New states, in a transaction of their own: a value can be used only after the one that adds it.
ALTER TYPE "TicketStatus" ADD VALUE 'USED' AFTER 'VALID';
ALTER TYPE "RefundStatus" ADD VALUE 'REQUESTED' BEFORE 'PROMISED';
ALTER TYPE "RefundStatus" ADD VALUE 'FAILED';
ALTER TYPE "RefundStatus" ADD VALUE 'REFUSED';
