-- Refunds that were made are asked about for a while: the money may come back, and the notice of it be lost. What was made so far is not.
UPDATE "refunds" SET "next_attempt_at" = NULL WHERE "status" = 'MADE';
CREATE INDEX "refunds_watched" ON "refunds" ("next_attempt_at") WHERE "status" = 'MADE' AND "next_attempt_at" IS NOT NULL;
