-- Nothing goes any more to a person who was erased.
ALTER TABLE "payees" ADD COLUMN "erased" BOOLEAN NOT NULL DEFAULT false;

-- Those whose person was erased before.
UPDATE "payees" SET "erased" = TRUE
WHERE "status" = 'RESTRICTED' AND "next_payout_at" IS NULL AND "next_check_at" IS NULL AND NOT "is_organization";
