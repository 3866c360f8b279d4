-- What a source last told is kept as it was sent, not as a hash of what was understood of it: a better reader must not make every record
-- news. The old hashes say nothing to the new reader; the next import of such an event takes its record down and changes nothing.
ALTER TABLE "event_imports" DROP COLUMN "content_hash",
ADD COLUMN "told" TEXT,
ADD COLUMN "told_hash" TEXT;

-- Used in the next migration: a new value may not be used in the transaction that adds it.
ALTER TYPE "price_type" ADD VALUE 'UNKNOWN';
