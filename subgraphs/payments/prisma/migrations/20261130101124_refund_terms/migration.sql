-- AlterTable
ALTER TABLE "orders" ADD COLUMN     "refund_fee_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "refund_steps" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "refund_policies" ADD COLUMN     "fee_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "steps" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "refunds" ADD COLUMN     "basis_points" INTEGER NOT NULL DEFAULT 10000,
ADD COLUMN     "fee_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "goodwill" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "most_minor" BIGINT;

-- AlterTable
ALTER TABLE "tickets" ADD COLUMN     "refunded_minor" BIGINT NOT NULL DEFAULT 0;

ALTER TABLE "refund_policies" ADD CONSTRAINT "refund_policies_fee" CHECK ("fee_minor" >= 0);

-- What has gone back of tickets until now: all of their price, but of those that were taken back because a bank had called the money back.
UPDATE "tickets" SET "refunded_minor" = "unit_price_minor" WHERE "status" = 'REFUNDED' AND "refund_id" IS NOT NULL;
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_refunded" CHECK ("refunded_minor" BETWEEN 0 AND "unit_price_minor");
