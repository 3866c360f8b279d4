-- CreateEnum
CREATE TYPE "event_role" AS ENUM ('OWNER', 'EDITOR', 'BOX_OFFICE', 'DOOR');

-- CreateEnum
CREATE TYPE "event_team_state" AS ENUM ('INVITED', 'MEMBER', 'GONE');

-- AlterTable
ALTER TABLE "event_invitations" ADD COLUMN     "invited" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "event_team" (
    "event_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "role" "event_role" NOT NULL,
    "state" "event_team_state" NOT NULL DEFAULT 'INVITED',
    "invited_by" UUID NOT NULL,
    "invited_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),

    CONSTRAINT "event_team_pkey" PRIMARY KEY ("event_id","user_id")
);

-- CreateTable
CREATE TABLE "organization_members" (
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "role" TEXT,

    CONSTRAINT "organization_members_pkey" PRIMARY KEY ("organization_id","user_id")
);

-- CreateIndex
CREATE INDEX "event_team_user_id_state_invited_at_event_id_idx" ON "event_team"("user_id", "state", "invited_at", "event_id");

-- CreateIndex
CREATE INDEX "event_team_invited_by_invited_at_idx" ON "event_team"("invited_by", "invited_at");

-- CreateIndex
CREATE INDEX "organization_members_user_id_idx" ON "organization_members"("user_id");

-- CreateIndex
CREATE INDEX "event_invitations_invited_by_created_at_idx" ON "event_invitations"("invited_by", "created_at");

-- CreateIndex
CREATE INDEX "events_organization_id_starts_at_id_idx" ON "events"("organization_id", "starts_at", "id");

-- AddForeignKey
ALTER TABLE "event_team" ADD CONSTRAINT "event_team_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Who has accepted is a member, and a member has accepted.
ALTER TABLE "event_team" ADD CONSTRAINT "event_team_accepted" CHECK ((state = 'MEMBER') = (accepted_at IS NOT NULL));
