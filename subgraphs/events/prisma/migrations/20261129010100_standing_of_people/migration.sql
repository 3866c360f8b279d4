-- By what an account's hourly limits go; told by user.updated, with the next change of each person.
ALTER TABLE "people" ADD COLUMN "registered_at" TIMESTAMPTZ(3),
ADD COLUMN "address_verified" BOOLEAN NOT NULL DEFAULT false;

-- Whom we know already is no new account.
UPDATE "people" SET "address_verified" = true WHERE NOT "erased";
