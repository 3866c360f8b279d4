-- CreateEnum
CREATE TYPE "app_end" AS ENUM ('BY_PERSON', 'BY_APP', 'REUSED', 'SUSPENDED', 'DEACTIVATED', 'PASSWORD_RESET', 'TOO_MANY');

-- CreateEnum
CREATE TYPE "app_device_state" AS ENUM ('WAITING', 'ALLOWED', 'DENIED', 'USED');

-- CreateEnum
CREATE TYPE "app_token_kind" AS ENUM ('ACCESS', 'REFRESH');

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "account_event_kind" ADD VALUE 'APP_AUTHORIZED';
ALTER TYPE "account_event_kind" ADD VALUE 'APP_REVOKED';

-- CreateTable
CREATE TABLE "apps" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "website_url" TEXT NOT NULL,
    "logo_url" TEXT,
    "redirect_uris" TEXT[],
    "scopes" TEXT[],
    "confidential" BOOLEAN NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "apps_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "app_secrets" (
    "app_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "salt" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,
    "start" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "app_secrets_pkey" PRIMARY KEY ("app_id","version")
);

-- CreateTable
CREATE TABLE "app_authorizations" (
    "id" UUID NOT NULL,
    "app_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" "app_end",

    CONSTRAINT "app_authorizations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "app_codes" (
    "hash" BYTEA NOT NULL,
    "authorization_id" UUID NOT NULL,
    "redirect_uri" TEXT NOT NULL,
    "challenge" TEXT NOT NULL,
    "scopes" TEXT[],
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "grant_id" UUID,

    CONSTRAINT "app_codes_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "app_devices" (
    "hash" BYTEA NOT NULL,
    "user_code" TEXT NOT NULL,
    "app_id" UUID NOT NULL,
    "scopes" TEXT[],
    "state" "app_device_state" NOT NULL DEFAULT 'WAITING',
    "authorization_id" UUID,
    "interval_seconds" INTEGER NOT NULL,
    "polled_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "app_devices_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "app_grants" (
    "id" UUID NOT NULL,
    "app_id" UUID NOT NULL,
    "authorization_id" UUID,
    "user_id" UUID NOT NULL,
    "scopes" TEXT[],
    "access_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" "app_end",

    CONSTRAINT "app_grants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "app_tokens" (
    "hash" BYTEA NOT NULL,
    "grant_id" UUID NOT NULL,
    "kind" "app_token_kind" NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "app_tokens_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "app_usage_days" (
    "app_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "requests" BIGINT NOT NULL,
    "errors" BIGINT NOT NULL,
    "cost" BIGINT NOT NULL,

    CONSTRAINT "app_usage_days_pkey" PRIMARY KEY ("app_id","day")
);

-- CreateIndex
CREATE INDEX "apps_user_id_created_at_id_idx" ON "apps"("user_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "app_secrets_hash_key" ON "app_secrets"("hash");

-- CreateIndex
CREATE INDEX "app_authorizations_user_id_created_at_id_idx" ON "app_authorizations"("user_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "app_authorizations_ended_at_idx" ON "app_authorizations"("ended_at");

-- CreateIndex
CREATE UNIQUE INDEX "app_authorizations_app_id_user_id_key" ON "app_authorizations"("app_id", "user_id");

-- CreateIndex
CREATE INDEX "app_codes_authorization_id_idx" ON "app_codes"("authorization_id");

-- CreateIndex
CREATE INDEX "app_codes_expires_at_idx" ON "app_codes"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "app_devices_user_code_key" ON "app_devices"("user_code");

-- CreateIndex
CREATE INDEX "app_devices_app_id_idx" ON "app_devices"("app_id");

-- CreateIndex
CREATE INDEX "app_devices_authorization_id_idx" ON "app_devices"("authorization_id");

-- CreateIndex
CREATE INDEX "app_devices_expires_at_idx" ON "app_devices"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "app_grants_access_id_key" ON "app_grants"("access_id");

-- CreateIndex
CREATE INDEX "app_grants_authorization_id_idx" ON "app_grants"("authorization_id");

-- CreateIndex
CREATE INDEX "app_grants_user_id_idx" ON "app_grants"("user_id");

-- CreateIndex
CREATE INDEX "app_grants_app_id_idx" ON "app_grants"("app_id");

-- CreateIndex
CREATE INDEX "app_grants_expires_at_idx" ON "app_grants"("expires_at");

-- CreateIndex
CREATE INDEX "app_grants_ended_at_idx" ON "app_grants"("ended_at");

-- CreateIndex
CREATE INDEX "app_tokens_grant_id_idx" ON "app_tokens"("grant_id");

-- CreateIndex
CREATE INDEX "app_tokens_expires_at_idx" ON "app_tokens"("expires_at");

-- CreateIndex
CREATE INDEX "app_usage_days_day_idx" ON "app_usage_days"("day");

-- AddForeignKey
ALTER TABLE "apps" ADD CONSTRAINT "apps_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "app_secrets" ADD CONSTRAINT "app_secrets_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "apps"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "app_authorizations" ADD CONSTRAINT "app_authorizations_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "apps"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "app_authorizations" ADD CONSTRAINT "app_authorizations_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "app_codes" ADD CONSTRAINT "app_codes_authorization_id_fkey" FOREIGN KEY ("authorization_id") REFERENCES "app_authorizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "app_devices" ADD CONSTRAINT "app_devices_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "apps"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "app_devices" ADD CONSTRAINT "app_devices_authorization_id_fkey" FOREIGN KEY ("authorization_id") REFERENCES "app_authorizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "app_grants" ADD CONSTRAINT "app_grants_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "apps"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "app_grants" ADD CONSTRAINT "app_grants_authorization_id_fkey" FOREIGN KEY ("authorization_id") REFERENCES "app_authorizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "app_grants" ADD CONSTRAINT "app_grants_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "app_tokens" ADD CONSTRAINT "app_tokens_grant_id_fkey" FOREIGN KEY ("grant_id") REFERENCES "app_grants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "app_usage_days" ADD CONSTRAINT "app_usage_days_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "apps"("id") ON DELETE CASCADE ON UPDATE CASCADE;
