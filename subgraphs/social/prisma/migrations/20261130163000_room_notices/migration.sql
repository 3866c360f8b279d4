-- CreateEnum
CREATE TYPE "room_notice_kind" AS ENUM ('MEMBERS_JOINED', 'MEMBER_LEFT', 'MEMBER_REMOVED', 'ROOM_RENAMED', 'MESSAGE_PINNED', 'EVENT_CHANGED', 'EVENT_CANCELLED', 'POLL_OPENED', 'POLL_CLOSED');

-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "notice" "room_notice_kind",
ADD COLUMN     "notice_by" UUID,
ADD COLUMN     "notice_people" UUID[] DEFAULT ARRAY[]::UUID[],
ADD COLUMN     "notice_name" TEXT,
ADD COLUMN     "notice_about" UUID;
ALTER TABLE "messages" ALTER COLUMN "notice_people" SET NOT NULL;

-- CreateIndex
CREATE INDEX "messages_noticed_by" ON "messages" ("notice_by") WHERE "notice_by" IS NOT NULL;
CREATE INDEX "messages_noticing" ON "messages" USING gin ("notice_people") WHERE "notice_people" <> '{}';

-- A notice is nobody's and says nothing: neither who reads it nor who counts has to tell it apart.
ALTER TABLE "messages" ADD CONSTRAINT "messages_notice_is_nobodys"
  CHECK ("notice" IS NULL OR ("sender_id" IS NULL AND "text" IS NULL AND "pinned_at" IS NULL)) NOT VALID;
ALTER TABLE "messages" VALIDATE CONSTRAINT "messages_notice_is_nobodys";
