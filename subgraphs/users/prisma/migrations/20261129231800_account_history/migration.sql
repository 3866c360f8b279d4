-- CreateEnum
CREATE TYPE "sign_in_outcome" AS ENUM ('SUCCEEDED', 'WRONG_PASSWORD', 'WRONG_CODE', 'LOCKED');

-- CreateEnum
CREATE TYPE "sign_in_way" AS ENUM ('PASSWORD', 'PASSWORD_RESET', 'LINKED_ACCOUNT');

-- CreateEnum
CREATE TYPE "account_event_kind" AS ENUM ('REGISTERED', 'PASSWORD_CHANGED', 'PASSWORD_RESET', 'EMAIL_VERIFIED', 'EMAIL_CHANGE_ASKED', 'EMAIL_CHANGED', 'USERNAME_CHANGED', 'SECOND_FACTOR_ON', 'SECOND_FACTOR_OFF', 'BACKUP_CODES_RENEWED', 'ACCOUNT_LINKED', 'ACCOUNT_UNLINKED', 'ROLE_CHANGED', 'SUSPENDED', 'REINSTATED', 'IDENTITY_CONFIRMED', 'IDENTITY_UNCONFIRMED');

-- CreateTable
CREATE TABLE "sign_ins" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" "sign_in_outcome" NOT NULL,
    "way" "sign_in_way" NOT NULL,
    "device" TEXT,
    "network" TEXT NOT NULL,
    "new_device" BOOLEAN,
    "new_network" BOOLEAN NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "hour" TIMESTAMPTZ(3),
    "session_id" UUID,

    CONSTRAINT "sign_ins_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account_events" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" "account_event_kind" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" UUID,
    "detail" TEXT,
    "cause" TEXT NOT NULL,

    CONSTRAINT "account_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "sign_ins_user_id_at_id_idx" ON "sign_ins"("user_id", "at", "id");

-- CreateIndex
CREATE INDEX "sign_ins_at_idx" ON "sign_ins"("at");

-- CreateIndex
CREATE UNIQUE INDEX "sign_ins_user_id_outcome_network_hour_key" ON "sign_ins"("user_id", "outcome", "network", "hour");

-- CreateIndex
CREATE INDEX "account_events_user_id_at_id_idx" ON "account_events"("user_id", "at", "id");

-- CreateIndex
CREATE INDEX "account_events_actor_id_idx" ON "account_events"("actor_id");

-- CreateIndex
CREATE INDEX "account_events_at_idx" ON "account_events"("at");

-- AddForeignKey
ALTER TABLE "sign_ins" ADD CONSTRAINT "sign_ins_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account_events" ADD CONSTRAINT "account_events_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account_events" ADD CONSTRAINT "account_events_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
