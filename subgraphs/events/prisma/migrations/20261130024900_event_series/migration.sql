-- CreateEnum
CREATE TYPE "series_role" AS ENUM ('FIRST', 'FOLLOWS', 'ANCHOR', 'EDITED');

-- CreateEnum
CREATE TYPE "series_status" AS ENUM ('DRAFT', 'ACTIVE', 'ENDED', 'CANCELLED');

-- AlterTable
ALTER TABLE "event_revisions" ADD COLUMN     "series_id" UUID;

-- AlterTable
ALTER TABLE "event_search" ADD COLUMN     "series_id" UUID;

-- AlterTable
ALTER TABLE "events" ADD COLUMN     "recurrence_id" TEXT,
ADD COLUMN     "series_id" UUID,
ADD COLUMN     "series_role" "series_role";

-- CreateTable
CREATE TABLE "event_series" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "status" "series_status" NOT NULL DEFAULT 'DRAFT',
    "creator_id" UUID NOT NULL,
    "organization_id" UUID,
    "start" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "duration_minutes" INTEGER NOT NULL,
    "rule" TEXT NOT NULL,
    "added" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "excluded" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "content" JSONB NOT NULL,
    "made_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_series_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "event_series_creator_id_idx" ON "event_series"("creator_id");

-- CreateIndex
CREATE INDEX "event_series_status_made_until_idx" ON "event_series"("status", "made_until");

-- CreateIndex
CREATE INDEX "event_search_series_id_starts_at_event_id_idx" ON "event_search"("series_id", "starts_at", "event_id");

-- CreateIndex
CREATE INDEX "events_series_id_starts_at_id_idx" ON "events"("series_id", "starts_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "events_series_id_recurrence_id_key" ON "events"("series_id", "recurrence_id");

-- AddForeignKey
ALTER TABLE "events" ADD CONSTRAINT "events_series_id_fkey" FOREIGN KEY ("series_id") REFERENCES "event_series"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Written by hand from here: what Prisma cannot express.

ALTER TABLE "events" ADD CONSTRAINT "events_series_whole"
  CHECK (("series_id" IS NULL) = ("recurrence_id" IS NULL) AND ("series_id" IS NULL) = ("series_role" IS NULL));

-- Search knows of which series an event is, to show the next of each alone.
CREATE OR REPLACE VIEW "event_search_source" AS
SELECT
  e."id" AS "event_id", e."creator_id", e."title", search_fold(e."title") AS "folded_title",
  setweight(to_tsvector('event_document', e."title"), 'A')
    || setweight(to_tsvector('event_document', e."description"), 'B')
    || setweight(to_tsvector('event_document', array_to_string(e."tags", ' ')), 'C')
    || setweight(to_tsvector('event_document', concat_ws(' ', c."name", above."name", v."name", v."city")), 'D') AS "document",
  e."category_slug", coalesce(e."tags", '{}') AS "tags", e."format", price_bucket(e."price_type", e."price_min", e."price_currency") AS "price_bucket",
  month_in_zone(e."starts_at", e."timezone") AS "month", e."starts_at", e."ends_at", e."venue_id",
  CASE WHEN v."latitude" IS NOT NULL THEN ll_to_earth(v."latitude", v."longitude")::cube END AS "place", e."series_id"
FROM "events" e
JOIN "categories" c ON c."slug" = e."category_slug"
LEFT JOIN "categories" above ON above."slug" = c."parent_slug"
LEFT JOIN "venues" v ON v."id" = e."venue_id"
WHERE e."status" = 'PUBLISHED' AND e."visibility" = 'PUBLIC' AND NOT e."hidden";

CREATE OR REPLACE FUNCTION "event_search_refresh"("ids" UUID[]) RETURNS VOID LANGUAGE plpgsql AS $$
BEGIN
  IF cardinality("ids") = 0 THEN RETURN; END IF;
  DELETE FROM "event_search" s WHERE s."event_id" = ANY("ids")
    AND NOT EXISTS (SELECT 1 FROM "event_search_source" f WHERE f."event_id" = s."event_id");
  INSERT INTO "event_search" ("event_id", "creator_id", "title", "folded_title", "document", "category_slug", "tags", "format", "price_bucket",
    "month", "starts_at", "ends_at", "venue_id", "place", "series_id")
  SELECT "event_id", "creator_id", "title", "folded_title", "document", "category_slug", "tags", "format", "price_bucket",
    "month", "starts_at", "ends_at", "venue_id", "place", "series_id"
  FROM "event_search_source" WHERE "event_id" = ANY("ids") ORDER BY "event_id"
  ON CONFLICT ("event_id") DO UPDATE SET "creator_id" = excluded."creator_id", "title" = excluded."title",
    "folded_title" = excluded."folded_title", "document" = excluded."document", "category_slug" = excluded."category_slug",
    "tags" = excluded."tags", "format" = excluded."format", "price_bucket" = excluded."price_bucket", "month" = excluded."month",
    "starts_at" = excluded."starts_at", "ends_at" = excluded."ends_at", "venue_id" = excluded."venue_id", "place" = excluded."place",
    "series_id" = excluded."series_id";
END
$$;

CREATE OR REPLACE FUNCTION "event_search_on_update"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM event_search_refresh(ARRAY(
    SELECT n."id" FROM new_rows n JOIN old_rows o ON o."id" = n."id"
    WHERE (n."status", n."visibility", n."hidden", n."creator_id", n."title", n."description", n."category_slug", n."tags", n."format", n."price_type",
      n."price_min", n."price_currency", n."starts_at", n."ends_at", n."timezone", n."venue_id", n."series_id")
      IS DISTINCT FROM (o."status", o."visibility", o."hidden", o."creator_id", o."title", o."description", o."category_slug", o."tags", o."format",
      o."price_type", o."price_min", o."price_currency", o."starts_at", o."ends_at", o."timezone", o."venue_id", o."series_id")));
  RETURN NULL;
END
$$;
