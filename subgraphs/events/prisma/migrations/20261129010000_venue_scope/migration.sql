-- Whom a venue is known to. Until now a place told for a draft or a private event was one row with everybody's place of that name: whoever
-- guessed the name was told its coordinates, and whoever named it first, or added coordinates, moved other people's events there.

-- Some hundred metres each way: who tells of one place twice at once makes it once.
CREATE FUNCTION "venue_cell"("latitude" DOUBLE PRECISION, "longitude" DOUBLE PRECISION) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN coalesce(round("latitude"::numeric, 3)::text || ',' || round("longitude"::numeric, 3)::text, '');

ALTER TABLE "venues" ADD COLUMN "scope" TEXT, ADD COLUMN "cell" TEXT NOT NULL DEFAULT '';
DROP INDEX "venues_dedupe_key_key";

UPDATE "venues" v SET "cell" = venue_cell("latitude", "longitude"), "scope" = CASE
  -- Everybody may see an event there.
  WHEN EXISTS (SELECT 1 FROM "events" e WHERE e."venue_id" = v."id" AND e."visibility" = 'PUBLIC'
    AND (e."status" IN ('PUBLISHED', 'COMPLETED') OR (e."status" = 'CANCELLED' AND e."published_at" IS NOT NULL))) THEN 'shared'
  -- The place of the person who told of it, or of its first event; of nobody where there is neither.
  ELSE coalesce(v."created_by", (SELECT e."creator_id" FROM "events" e WHERE e."venue_id" = v."id" ORDER BY e."created_at", e."id" LIMIT 1), v."id")::text
END;

-- Other people's events at a place that is private now: each gets a place of its own.
INSERT INTO "venues" ("id", "name", "address", "city", "latitude", "longitude", "dedupe_key", "scope", "cell", "created_by", "created_at")
SELECT gen_random_uuid(), v."name", v."address", v."city", v."latitude", v."longitude", v."dedupe_key", o."creator_id"::text, v."cell", o."creator_id",
  v."created_at"
FROM "venues" v
JOIN (SELECT DISTINCT "venue_id", "creator_id" FROM "events") o ON o."venue_id" = v."id"
WHERE v."scope" <> 'shared' AND o."creator_id"::text <> v."scope";
UPDATE "events" e SET "venue_id" = own."id"
FROM "venues" v
JOIN "venues" own ON own."dedupe_key" = v."dedupe_key" AND own."id" <> v."id"
WHERE e."venue_id" = v."id" AND v."scope" <> 'shared' AND e."creator_id"::text <> v."scope" AND own."scope" = e."creator_id"::text;

ALTER TABLE "venues" ALTER COLUMN "scope" SET NOT NULL;
CREATE UNIQUE INDEX "venues_dedupe_key_scope_cell_key" ON "venues"("dedupe_key", "scope", "cell");
CREATE INDEX "venues_scope_idx" ON "venues"("scope");
