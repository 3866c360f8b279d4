-- The processor is asked about every payment that is not settled, whether or not it was confirmed here.
ALTER TABLE "payments" ADD COLUMN "next_check_at" TIMESTAMPTZ(3);
UPDATE "payments" SET "next_check_at" = now() WHERE "processor_ref" IS NOT NULL AND "status" <> 'SUCCEEDED' AND "created_at" > now() - interval '3 days';
CREATE INDEX "payments_to_check" ON "payments" ("next_check_at") WHERE "next_check_at" IS NOT NULL;

-- What looks like a card number was kept from requests that gave it for a payment method; nothing of it stays.
UPDATE "payment_attempts" SET "method" = 'removed' WHERE "method" !~ '^[A-Za-z][A-Za-z0-9_.:-]*$';
