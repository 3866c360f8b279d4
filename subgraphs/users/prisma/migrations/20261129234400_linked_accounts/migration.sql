-- CreateEnum
CREATE TYPE "identity_provider" AS ENUM ('GOOGLE', 'APPLE', 'FACEBOOK', 'OIDC');

-- AlterTable
ALTER TABLE "login_challenges" ADD COLUMN     "way" "sign_in_way" NOT NULL DEFAULT 'PASSWORD';

-- CreateTable
CREATE TABLE "linked_accounts" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "provider" "identity_provider" NOT NULL,
    "subject" TEXT NOT NULL,
    "linked_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "linked_accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "social_logins" (
    "id" UUID NOT NULL,
    "state_hash" BYTEA NOT NULL,
    "provider" "identity_provider" NOT NULL,
    "redirect_uri" TEXT,
    "user_id" UUID,
    "network" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "signed_in_id" UUID,

    CONSTRAINT "social_logins_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "linked_accounts_provider_subject_key" ON "linked_accounts"("provider", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "linked_accounts_user_id_provider_key" ON "linked_accounts"("user_id", "provider");

-- CreateIndex
CREATE UNIQUE INDEX "social_logins_state_hash_key" ON "social_logins"("state_hash");

-- CreateIndex
CREATE INDEX "social_logins_network_created_at_idx" ON "social_logins"("network", "created_at");

-- CreateIndex
CREATE INDEX "social_logins_user_id_idx" ON "social_logins"("user_id");

-- CreateIndex
CREATE INDEX "social_logins_signed_in_id_idx" ON "social_logins"("signed_in_id");

-- CreateIndex
CREATE INDEX "social_logins_created_at_idx" ON "social_logins"("created_at");

-- AddForeignKey
ALTER TABLE "linked_accounts" ADD CONSTRAINT "linked_accounts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "social_logins" ADD CONSTRAINT "social_logins_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "social_logins" ADD CONSTRAINT "social_logins_signed_in_id_fkey" FOREIGN KEY ("signed_in_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
