-- Orders that several people pay together.
ALTER TABLE "orders" ADD COLUMN "pay_by" TIMESTAMPTZ(3), ADD COLUMN "buyer_pays" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "missing_told_at" TIMESTAMPTZ(3);
ALTER TABLE "payments" ADD COLUMN "payer_id" UUID;
CREATE INDEX "payments_payer_id_idx" ON "payments" ("payer_id") WHERE "payer_id" IS NOT NULL;
-- Whose other payers have let the time pass.
CREATE INDEX "orders_missing_parts" ON "orders" ("pay_by")
  WHERE "buyer_pays" AND "missing_told_at" IS NULL AND "status" IN ('PENDING', 'AWAITING_PAYMENT');
