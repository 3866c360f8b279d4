-- CreateEnum
CREATE TYPE "group_action" AS ENUM ('UPDATED', 'ARCHIVED', 'REOPENED', 'ROLE_SET', 'TRANSFERRED', 'REMOVED', 'BANNED', 'UNBANNED', 'REQUEST_ACCEPTED', 'REQUEST_DECLINED', 'INVITATION_WITHDRAWN', 'LINK_MADE', 'LINK_REVOKED');

-- AlterTable
ALTER TABLE "groups" ADD COLUMN     "archived_at" TIMESTAMPTZ(3),
ADD COLUMN     "category_slug" TEXT,
ADD COLUMN     "founder_id" UUID,
ADD COLUMN     "image_url" TEXT,
ADD COLUMN     "latitude" DOUBLE PRECISION,
ADD COLUMN     "longitude" DOUBLE PRECISION,
ADD COLUMN     "place_name" TEXT,
ADD COLUMN     "rules" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "tags" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "group_bans" (
    "group_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "banned_by" UUID,
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),

    CONSTRAINT "group_bans_pkey" PRIMARY KEY ("group_id","user_id")
);

-- CreateTable
CREATE TABLE "group_requests" (
    "group_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "message" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "open" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "group_requests_pkey" PRIMARY KEY ("group_id","user_id")
);

-- CreateTable
CREATE TABLE "group_links" (
    "id" UUID NOT NULL,
    "group_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "max_uses" INTEGER NOT NULL,
    "uses" INTEGER NOT NULL DEFAULT 0,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "group_links_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "group_log" (
    "id" UUID NOT NULL,
    "group_id" UUID NOT NULL,
    "action" "group_action" NOT NULL,
    "actor_id" UUID,
    "subject_id" UUID,
    "detail" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "group_log_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "group_bans_group_id_created_at_user_id_idx" ON "group_bans"("group_id", "created_at" DESC, "user_id" DESC);

-- CreateIndex
CREATE INDEX "group_bans_user_id_idx" ON "group_bans"("user_id");

-- CreateIndex
CREATE INDEX "group_bans_banned_by_idx" ON "group_bans"("banned_by");

-- CreateIndex
CREATE INDEX "group_requests_user_id_idx" ON "group_requests"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "group_links_code_key" ON "group_links"("code");

-- CreateIndex
CREATE INDEX "group_links_group_id_created_at_id_idx" ON "group_links"("group_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "group_links_created_by_idx" ON "group_links"("created_by");

-- CreateIndex
CREATE INDEX "group_log_group_id_occurred_at_id_idx" ON "group_log"("group_id", "occurred_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "group_log_actor_id_idx" ON "group_log"("actor_id");

-- CreateIndex
CREATE INDEX "group_log_subject_id_idx" ON "group_log"("subject_id");

-- CreateIndex
CREATE INDEX "known_events_group_id_starts_at_id_idx" ON "known_events"("group_id", "starts_at", "id");

-- AddForeignKey
ALTER TABLE "group_bans" ADD CONSTRAINT "group_bans_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_requests" ADD CONSTRAINT "group_requests_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_links" ADD CONSTRAINT "group_links_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_log" ADD CONSTRAINT "group_log_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Whose friends a group was for until now stays so, whoever owns it later.
UPDATE "groups" g SET "founder_id" = m."user_id" FROM "group_members" m WHERE m."group_id" = g."id" AND m."active" AND m."role" = 'OWNER';

ALTER TABLE "group_links" ADD CONSTRAINT "group_links_uses" CHECK ("uses" BETWEEN 0 AND "max_uses");
ALTER TABLE "groups" ADD CONSTRAINT "groups_place" CHECK (("latitude" IS NULL) = ("longitude" IS NULL));
CREATE INDEX "group_requests_open" ON "group_requests" ("group_id", "created_at" DESC, "user_id" DESC) WHERE "open";
CREATE INDEX "group_invitations_of_group" ON "group_invitations" ("group_id", "created_at" DESC, "user_id" DESC) WHERE "open";
-- An erased founder is looked for.
CREATE INDEX "groups_founder" ON "groups" ("founder_id");

-- ---- Groups are found by words, place and category ------------------------------------------------------------------

CREATE EXTENSION IF NOT EXISTS "cube";
CREATE EXTENSION IF NOT EXISTS "earthdistance";
CREATE EXTENSION IF NOT EXISTS "pg_trgm";
CREATE EXTENSION IF NOT EXISTS "unaccent";

-- Without accents, case and punctuation, one blank between words: "José  O'Brien" is "jose o brien". As in the other subgraphs that search.
CREATE FUNCTION "search_fold"("text" TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN btrim(regexp_replace(
    lower(unaccent('unaccent'::regdictionary, normalize(regexp_replace(normalize("text", NFKD), '[\u0300-\u036f]', '', 'g'), NFKC))),
    '[^[:alnum:]]+', ' ', 'g'));

-- What a group is found by.
CREATE FUNCTION "group_words"("name" TEXT, "description" TEXT, "tags" TEXT[]) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN search_fold("name" || ' ' || coalesce("description", '') || ' ' || array_to_string("tags", ' '));

CREATE INDEX "groups_words" ON "groups" USING GIN (group_words("name", "description", "tags") gin_trgm_ops)
  WHERE "closed_at" IS NULL AND "archived_at" IS NULL AND "privacy" IN ('PUBLIC', 'INVITE_ONLY');
CREATE INDEX "groups_places" ON "groups" USING GIST (ll_to_earth("latitude", "longitude"))
  WHERE "latitude" IS NOT NULL AND "closed_at" IS NULL AND "archived_at" IS NULL AND "privacy" IN ('PUBLIC', 'INVITE_ONLY');
CREATE INDEX "groups_categories" ON "groups" ("category_slug", "created_at" DESC, "id" DESC)
  WHERE "closed_at" IS NULL AND "archived_at" IS NULL AND "privacy" IN ('PUBLIC', 'INVITE_ONLY');
DROP INDEX "groups_listed";
CREATE INDEX "groups_listed" ON "groups" ("created_at" DESC, "id" DESC)
  WHERE "closed_at" IS NULL AND "archived_at" IS NULL AND "privacy" IN ('PUBLIC', 'INVITE_ONLY');
