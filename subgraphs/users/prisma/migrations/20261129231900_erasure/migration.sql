-- CreateEnum
CREATE TYPE "erasure_state" AS ENUM ('ASKED', 'CONFIRMED', 'ERASING', 'DONE', 'CANCELLED');

-- CreateEnum
CREATE TYPE "erasure_party" AS ENUM ('users', 'events', 'curation', 'social', 'payments');

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "deactivated_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "erasures" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "state" "erasure_state" NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "standing" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "confirm_by" TIMESTAMPTZ(3) NOT NULL,
    "erased_from" TIMESTAMPTZ(3),
    "reminded_at" TIMESTAMPTZ(3),
    "told_at" TIMESTAMPTZ(3),
    "erased_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "sealed_address" TEXT,

    CONSTRAINT "erasures_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "erasure_parts" (
    "erasure_id" UUID NOT NULL,
    "party" "erasure_party" NOT NULL,
    "items" JSONB,
    "blockers" JSONB,
    "foreseen_at" TIMESTAMPTZ(3),
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "erasure_parts_pkey" PRIMARY KEY ("erasure_id","party")
);

-- CreateIndex
CREATE UNIQUE INDEX "erasures_token_hash_key" ON "erasures"("token_hash");

-- CreateIndex
CREATE INDEX "erasures_user_id_idx" ON "erasures"("user_id");

-- CreateIndex
CREATE INDEX "erasures_state_requested_at_idx" ON "erasures"("state", "requested_at");

-- AddForeignKey
ALTER TABLE "erasure_parts" ADD CONSTRAINT "erasure_parts_erasure_id_fkey" FOREIGN KEY ("erasure_id") REFERENCES "erasures"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Nobody is erased twice at the same time.
CREATE UNIQUE INDEX "erasures_of_person" ON "erasures" ("user_id") WHERE "state" IN ('CONFIRMED', 'ERASING', 'DONE');

-- By whose rows a person is erased.
CREATE INDEX "invitation_copies_user_id_idx" ON "invitation_copies" ("user_id");
CREATE INDEX "room_readings_user_id_idx" ON "room_readings" ("user_id");
CREATE INDEX "order_copies_user_id_idx" ON "order_copies" ("user_id");
-- What was told of them, and of what was theirs alone, by name; what is here only Prisma leaves alone.
CREATE INDEX "outbox_people" ON "outbox" ("key") WHERE "topic" IN ('user.updated', 'organization.changed');
