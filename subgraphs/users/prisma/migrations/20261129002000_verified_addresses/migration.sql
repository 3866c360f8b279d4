-- AlterTable
ALTER TABLE "users" ADD COLUMN     "email_verified_at" TIMESTAMPTZ(3);

-- The demo world's addresses lead nowhere, and nobody else has them.
UPDATE "users" SET "email_verified_at" = "created_at" WHERE "demo";
