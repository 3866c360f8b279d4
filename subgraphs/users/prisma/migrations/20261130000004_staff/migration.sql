-- CreateEnum
CREATE TYPE "organization_act_kind" AS ENUM ('CREATED', 'CHANGED', 'VERIFIED', 'UNVERIFIED', 'INVITED', 'INVITATION_WITHDRAWN', 'JOINED', 'DECLINED', 'ROLE_CHANGED', 'LEFT');

-- CreateEnum
CREATE TYPE "suspension_end" AS ENUM ('LAPSED', 'REINSTATED', 'APPEAL');

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "account_event_kind" ADD VALUE 'SUSPENSION_APPEALED';
ALTER TYPE "account_event_kind" ADD VALUE 'SUSPENSION_UPHELD';
ALTER TYPE "account_event_kind" ADD VALUE 'SUSPENSION_LAPSED';

-- CreateTable
CREATE TABLE "suspensions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "statement" TEXT,
    "by_id" UUID,
    "begun_at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "end" "suspension_end",
    "ended_by_id" UUID,
    "appeal" TEXT,
    "appealed_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    "decided_by_id" UUID,
    "notes" TEXT,

    CONSTRAINT "suspensions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organization_acts" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "kind" "organization_act_kind" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" UUID,
    "person_id" UUID,
    "role" "organization_role",
    "fields" TEXT[],

    CONSTRAINT "organization_acts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "suspensions_user_id_begun_at_id_idx" ON "suspensions"("user_id", "begun_at", "id");

-- CreateIndex
CREATE INDEX "suspensions_by_id_idx" ON "suspensions"("by_id");

-- CreateIndex
CREATE INDEX "suspensions_ended_by_id_idx" ON "suspensions"("ended_by_id");

-- CreateIndex
CREATE INDEX "suspensions_decided_by_id_idx" ON "suspensions"("decided_by_id");

-- CreateIndex
CREATE INDEX "organization_acts_organization_id_at_id_idx" ON "organization_acts"("organization_id", "at", "id");

-- CreateIndex
CREATE INDEX "organization_acts_actor_id_idx" ON "organization_acts"("actor_id");

-- CreateIndex
CREATE INDEX "organization_acts_person_id_idx" ON "organization_acts"("person_id");

-- CreateIndex
CREATE INDEX "organization_acts_at_idx" ON "organization_acts"("at");

-- CreateIndex
CREATE INDEX "event_copies_organization_id_status_idx" ON "event_copies"("organization_id", "status");

-- CreateIndex
CREATE INDEX "users_created_at_id_idx" ON "users"("created_at", "id");

-- CreateIndex
CREATE INDEX "users_role_idx" ON "users"("role");

-- AddForeignKey
ALTER TABLE "suspensions" ADD CONSTRAINT "suspensions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "suspensions" ADD CONSTRAINT "suspensions_by_id_fkey" FOREIGN KEY ("by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "suspensions" ADD CONSTRAINT "suspensions_ended_by_id_fkey" FOREIGN KEY ("ended_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "suspensions" ADD CONSTRAINT "suspensions_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization_acts" ADD CONSTRAINT "organization_acts_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization_acts" ADD CONSTRAINT "organization_acts_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization_acts" ADD CONSTRAINT "organization_acts_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- At most one suspension of a person has not ended.
CREATE UNIQUE INDEX "suspensions_open" ON "suspensions"("user_id") WHERE "ended_at" IS NULL;

-- Those that end by themselves, and those on which somebody has to decide.
CREATE INDEX "suspensions_lapsing" ON "suspensions"("until", "id") WHERE "ended_at" IS NULL;
CREATE INDEX "suspensions_appealed" ON "suspensions"("appealed_at", "id") WHERE "ended_at" IS NULL AND "decided_at" IS NULL;

CREATE INDEX "users_suspended" ON "users"("created_at", "id") WHERE "suspended_at" IS NOT NULL;
CREATE INDEX "users_deactivated" ON "users"("created_at", "id") WHERE "deactivated_at" IS NOT NULL;
CREATE INDEX "users_verified" ON "users"("created_at", "id") WHERE "verified";

-- Who is suspended already.
INSERT INTO "suspensions" ("id", "user_id", "reason", "begun_at")
SELECT gen_random_uuid(), "id", coalesce("suspension_reason", ''), "suspended_at" FROM "users" WHERE "suspended_at" IS NOT NULL;
