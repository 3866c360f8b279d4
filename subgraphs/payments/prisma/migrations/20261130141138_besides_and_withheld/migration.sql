-- AlterTable
ALTER TABLE "payouts" ADD COLUMN     "decided_by" UUID,
ADD COLUMN     "decision" TEXT,
ADD COLUMN     "decision_reason" TEXT;

-- AlterTable
ALTER TABLE "refunds" ADD COLUMN     "by_buyer" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "tickets" ADD COLUMN     "besides_minor" BIGINT NOT NULL DEFAULT 0;

ALTER TABLE "payouts" ADD CONSTRAINT "payouts_decision" CHECK ("decision" IN ('SEND', 'WITHDRAW')),
  ADD CONSTRAINT "payouts_withdrawn" CHECK ("status" <> 'WITHDRAWN' OR "decision" = 'WITHDRAW');
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_besides" CHECK ("besides_minor" BETWEEN 0 AND "refunded_minor");
-- Whose decisions become a pseudonym's when they are erased.
CREATE INDEX "payouts_decided_by" ON "payouts" ("decided_by") WHERE "decided_by" IS NOT NULL;
