-- CreateEnum
CREATE TYPE "organization_invitation_status" AS ENUM ('OPEN', 'ACCEPTED', 'DECLINED', 'WITHDRAWN');

-- AlterEnum

ALTER TYPE "notification_target_type" ADD VALUE 'GROUP';
ALTER TYPE "notification_target_type" ADD VALUE 'ORGANIZATION';

-- AlterEnum

ALTER TYPE "notification_type" ADD VALUE 'EVENT_INVITED';
ALTER TYPE "notification_type" ADD VALUE 'GROUP_INVITED';
ALTER TYPE "notification_type" ADD VALUE 'ORGANIZATION_INVITED';
ALTER TYPE "notification_type" ADD VALUE 'ORGANIZATION_JOINED';
ALTER TYPE "notification_type" ADD VALUE 'ORGANIZATION_ROLE_CHANGED';

-- AlterTable
ALTER TABLE "notifications" ADD COLUMN     "actor_id" UUID,
ADD COLUMN     "basis" JSONB,
ADD COLUMN     "subject" TEXT;

-- AlterTable
ALTER TABLE "organization_members" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1,
ALTER COLUMN "role" DROP NOT NULL;

-- AlterTable
ALTER TABLE "organizations" ADD COLUMN     "created_by_id" UUID;

-- CreateTable
CREATE TABLE "organization_invitations" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "organization_role" NOT NULL,
    "invited_by_id" UUID NOT NULL,
    "status" "organization_invitation_status" NOT NULL DEFAULT 'OPEN',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "organization_invitations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitation_copies" (
    "kind" TEXT NOT NULL,
    "target_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "invited" BOOLEAN NOT NULL,

    CONSTRAINT "invitation_copies_pkey" PRIMARY KEY ("kind","target_id","user_id")
);

-- CreateTable
CREATE TABLE "room_readings" (
    "room_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "told_sequence" INTEGER NOT NULL DEFAULT 0,
    "read_sequence" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "room_readings_pkey" PRIMARY KEY ("room_id","user_id")
);

-- CreateTable
CREATE TABLE "order_copies" (
    "order_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "user_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "paid" BOOLEAN NOT NULL,

    CONSTRAINT "order_copies_pkey" PRIMARY KEY ("order_id")
);

-- CreateIndex
CREATE INDEX "organization_invitations_user_id_created_at_id_idx" ON "organization_invitations"("user_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "organization_invitations_invited_by_id_created_at_idx" ON "organization_invitations"("invited_by_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "organization_invitations_organization_id_user_id_key" ON "organization_invitations"("organization_id", "user_id");

-- CreateIndex
CREATE INDEX "order_copies_event_id_idx" ON "order_copies"("event_id");

-- CreateIndex
CREATE INDEX "notifications_subject_idx" ON "notifications"("subject");

-- CreateIndex
CREATE INDEX "organizations_created_by_id_created_at_idx" ON "organizations"("created_by_id", "created_at");

-- AddForeignKey
ALTER TABLE "organization_invitations" ADD CONSTRAINT "organization_invitations_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization_invitations" ADD CONSTRAINT "organization_invitations_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization_invitations" ADD CONSTRAINT "organization_invitations_invited_by_id_fkey" FOREIGN KEY ("invited_by_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- At most one unread notification a person and subject.
CREATE UNIQUE INDEX "notifications_unread_subject_key" ON "notifications"("user_id", "subject") WHERE "read_at" IS NULL;

-- Of those that are unread now, the newest of each kind and target is the one that can be settled from now on.
UPDATE "notifications" n
SET "subject" = s.prefix || n."target_id", "actor_id" = CASE WHEN n."target_type" = 'USER' THEN n."target_id" END
FROM (VALUES ('CONNECTION_REQUESTED', 'connection-requested:'), ('CONNECTION_ACCEPTED', 'connection-accepted:'),
             ('PLACE_OFFERED', 'place-offered:'), ('MESSAGE_RECEIVED', 'message-received:')) AS s(type, prefix)
WHERE n."type"::text = s.type AND n."id" IN (
  SELECT DISTINCT ON ("user_id", "type", "target_id") "id" FROM "notifications"
  WHERE "read_at" IS NULL AND "target_id" IS NOT NULL ORDER BY "user_id", "type", "target_id", "created_at" DESC);

-- The other subgraphs have not heard of the organisations that are there.
INSERT INTO "outbox" ("id", "topic", "key", "payload", "headers")
SELECT gen_random_uuid(), 'organization.changed', "id"::text,
       jsonb_build_object('organizationId', "id", 'version', "version", 'name', "name", 'slug', "slug", 'verified', "verified"),
       '{"correlationId": "migration"}'
FROM "organizations" ORDER BY "created_at";
INSERT INTO "outbox" ("id", "topic", "key", "payload", "headers")
SELECT gen_random_uuid(), 'organization.member_changed', "organization_id"::text,
       jsonb_build_object('organizationId', "organization_id", 'version', "version", 'userId', "user_id", 'role', "role"),
       '{"correlationId": "migration"}'
FROM "organization_members" ORDER BY "joined_at";
