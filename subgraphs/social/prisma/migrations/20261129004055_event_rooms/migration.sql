-- CreateEnum
CREATE TYPE "event_role" AS ENUM ('OWNER', 'EDITOR', 'BOX_OFFICE', 'DOOR');

-- CreateEnum
CREATE TYPE "organization_role" AS ENUM ('OWNER', 'MANAGER', 'STAFF');

-- AlterTable
ALTER TABLE "attendances" ADD COLUMN     "checked_in_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "known_events" ADD COLUMN     "organization_id" UUID,
ADD COLUMN     "was_published" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "room_members" ADD COLUMN     "ban_reason" TEXT,
ADD COLUMN     "banned_by" UUID;

-- CreateTable
CREATE TABLE "known_event_roles" (
    "event_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "event_role" NOT NULL,

    CONSTRAINT "known_event_roles_pkey" PRIMARY KEY ("event_id","user_id","role")
);

-- CreateTable
CREATE TABLE "known_organization_members" (
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "role" "organization_role",

    CONSTRAINT "known_organization_members_pkey" PRIMARY KEY ("organization_id","user_id")
);

-- CreateTable
CREATE TABLE "known_event_invitations" (
    "event_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "invited" BOOLEAN NOT NULL,

    CONSTRAINT "known_event_invitations_pkey" PRIMARY KEY ("event_id","user_id")
);

-- CreateIndex
CREATE INDEX "known_event_roles_user_id_idx" ON "known_event_roles"("user_id");

-- CreateIndex
CREATE INDEX "known_organization_members_user_id_idx" ON "known_organization_members"("user_id");

-- CreateIndex
CREATE INDEX "known_event_invitations_user_id_idx" ON "known_event_invitations"("user_id");

-- CreateIndex
CREATE INDEX "known_events_group_id_idx" ON "known_events"("group_id");

-- CreateIndex
CREATE INDEX "known_events_organization_id_idx" ON "known_events"("organization_id");

-- CreateIndex
CREATE INDEX "presence_leases_session_id_idx" ON "presence_leases"("session_id");

-- What is on show was published; what was called off has a room if it ever was.
UPDATE "known_events" SET "was_published" = true
WHERE "status" IN ('PUBLISHED', 'COMPLETED')
   OR ("status" = 'CANCELLED' AND EXISTS (SELECT 1 FROM "rooms" r JOIN "attendances" a ON a."event_id" = r."event_id" WHERE r."event_id" = "known_events"."id"));
