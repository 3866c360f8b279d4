-- CreateEnum
CREATE TYPE "mail_token_purpose" AS ENUM ('VERIFY_ADDRESS');

-- DropIndex
DROP INDEX "users_email_key_key";

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "pending_email" TEXT,
ADD COLUMN     "pending_email_key" TEXT;

-- CreateTable
CREATE TABLE "mail_tokens" (
    "id" UUID NOT NULL,
    "purpose" "mail_token_purpose" NOT NULL,
    "user_id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "email_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "mail_tokens_token_hash_key" ON "mail_tokens"("token_hash");

-- CreateIndex
CREATE INDEX "mail_tokens_user_id_created_at_idx" ON "mail_tokens"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "mail_tokens_email_key_created_at_idx" ON "mail_tokens"("email_key", "created_at");

-- CreateIndex
CREATE INDEX "mail_tokens_expires_at_idx" ON "mail_tokens"("expires_at");

-- CreateIndex
CREATE INDEX "users_email_key_idx" ON "users"("email_key");

-- AddForeignKey
ALTER TABLE "mail_tokens" ADD CONSTRAINT "mail_tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Who has shown that an address is theirs has it alone; who only gave it blocks nobody.
CREATE UNIQUE INDEX "users_verified_address" ON "users" ("email_key") WHERE "email_verified_at" IS NOT NULL;
ALTER TABLE "users" ADD CONSTRAINT "users_pending_address_whole" CHECK (("pending_email" IS NULL) = ("pending_email_key" IS NULL));
