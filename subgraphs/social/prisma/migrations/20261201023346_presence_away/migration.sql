-- AlterTable
ALTER TABLE "presence_leases" ADD COLUMN     "away_at" TIMESTAMPTZ(3) NOT NULL DEFAULT (now() + '00:05:00'::interval);
-- Whom the job has to tell of as away.
CREATE INDEX "presence_leases_online_away_at_idx" ON "presence_leases" ("away_at") WHERE "state" = 'ONLINE';
