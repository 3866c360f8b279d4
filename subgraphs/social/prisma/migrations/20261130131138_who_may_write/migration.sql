-- CreateEnum
CREATE TYPE "who_may_write" AS ENUM ('EVERYBODY', 'FRIENDS_OF_FRIENDS', 'FRIENDS', 'NOBODY');

-- CreateEnum
CREATE TYPE "limited_deed" AS ENUM ('GROUPS', 'GROUP_INVITATIONS', 'POSTS', 'ROOMS');

-- AlterTable
ALTER TABLE "chat_settings" ADD COLUMN     "who_may_write" "who_may_write" NOT NULL DEFAULT 'EVERYBODY';

-- AlterTable
ALTER TABLE "group_invitations" ADD COLUMN     "told_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "done_deeds" (
    "id" BIGSERIAL NOT NULL,
    "user_id" UUID NOT NULL,
    "what" "limited_deed" NOT NULL,
    "done_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "done_deeds_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "done_deeds_user_id_what_done_at_idx" ON "done_deeds"("user_id", "what", "done_at");

-- CreateIndex
CREATE INDEX "done_deeds_done_at_idx" ON "done_deeds"("done_at");

-- What was done in the last hour counts on.
INSERT INTO "done_deeds" ("user_id", "what", "done_at")
SELECT "author_id", 'POSTS'::"limited_deed", "created_at" FROM "posts" WHERE "created_at" > now() - interval '1 hour'
UNION ALL SELECT "author_id", 'POSTS', "created_at" FROM "post_comments" WHERE "created_at" > now() - interval '1 hour'
UNION ALL SELECT "author_id", 'POSTS', "created_at" FROM "polls" WHERE "author_id" IS NOT NULL AND "created_at" > now() - interval '1 hour'
UNION ALL SELECT "inviter_id", 'GROUP_INVITATIONS', "created_at" FROM "group_invitations" WHERE "inviter_id" IS NOT NULL AND "created_at" > now() - interval '1 hour'
UNION ALL SELECT "user_id", 'GROUP_INVITATIONS', "created_at" FROM "group_requests" WHERE "created_at" > now() - interval '1 hour'
UNION ALL SELECT m."user_id", 'GROUPS', g."created_at" FROM "group_members" m JOIN "groups" g ON g."id" = m."group_id" AND g."created_at" = m."joined_at"
          WHERE g."created_at" > now() - interval '1 hour';
