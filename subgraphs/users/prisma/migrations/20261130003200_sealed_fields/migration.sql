-- AlterTable
ALTER TABLE "users" ADD COLUMN     "sealed_birth_date" TEXT;

-- What the job seal-fields still has to encrypt: empty once it has.
CREATE INDEX "users_birth_date_in_clear" ON "users" ("id") WHERE "birth_date" IS NOT NULL;
