-- Search, feed and import: what is read from private copies inside this database, and how the copies are kept.

CREATE EXTENSION IF NOT EXISTS "pg_trgm";
CREATE EXTENSION IF NOT EXISTS "unaccent";

-- ---- The words of search ------------------------------------------------------------------------------------------

-- Stems as English has them, but no stop words: "The Who" must stay findable. Texts in other languages are cut by the same rules on both
-- sides, so they still meet. Accents do not count.
CREATE TEXT SEARCH DICTIONARY "event_stem" (TEMPLATE = snowball, LANGUAGE = english);
CREATE TEXT SEARCH CONFIGURATION "event_document" (COPY = english);
ALTER TEXT SEARCH CONFIGURATION "event_document"
  ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH unaccent, "event_stem";

-- What people ask: the same, but stop words are dropped, so that "jazz in the park" also finds "Park: Jazz".
CREATE TEXT SEARCH CONFIGURATION "event_question" (COPY = english);
ALTER TEXT SEARCH CONFIGURATION "event_question"
  ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH unaccent, english_stem;

-- A question of stop words alone means them.
CREATE FUNCTION "event_tsquery"("question" TEXT) RETURNS TSQUERY LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE
    WHEN numnode(websearch_to_tsquery('event_question'::regconfig, "question")) > 0 THEN websearch_to_tsquery('event_question'::regconfig, "question")
    ELSE websearch_to_tsquery('event_document'::regconfig, "question")
  END;

-- Text as it is compared: without case and accents. IMMUTABLE, because the dictionary is part of the extension and does not change.
CREATE FUNCTION "search_fold"("text" TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN lower(unaccent('unaccent'::regdictionary, "text"));

-- How many minor units make one of the currency (ISO 4217).
CREATE FUNCTION "minor_units"("currency" TEXT) RETURNS INTEGER LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE
    WHEN "currency" IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN 1
    WHEN "currency" IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN 1000
    ELSE 100
  END;

-- FREE, LOW (below 20), MEDIUM (below 75), HIGH by the lowest price in its own currency; null when no price is told. Who pays what they
-- like may pay nothing.
CREATE FUNCTION "price_bucket"("type" "price_type", "minor" BIGINT, "currency" TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE
    WHEN "type" = 'FREE' OR "minor" = 0 OR ("type" = 'DONATION' AND "minor" IS NULL) THEN 'FREE'
    WHEN "minor" < 20 * minor_units("currency") THEN 'LOW'
    WHEN "minor" < 75 * minor_units("currency") THEN 'MEDIUM'
    WHEN "minor" IS NOT NULL THEN 'HIGH'
  END;

-- The month on the wall of the place: 2026-05. A zone that this server does not know (its table is older than ours) must not keep an event
-- from being published.
CREATE FUNCTION "month_in_zone"("at" TIMESTAMPTZ, "zone" TEXT) RETURNS TEXT LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN to_char("at" AT TIME ZONE "zone", 'YYYY-MM');
EXCEPTION WHEN invalid_parameter_value THEN
  RETURN to_char("at" AT TIME ZONE 'UTC', 'YYYY-MM');
END
$$;

-- ---- The projection -----------------------------------------------------------------------------------------------

-- One row for each event that everybody may find: published, public and not hidden by flags. Nothing else is ever in it, so no query over
-- it can tell of anything else. Kept by the triggers below in the transaction of the change: an event is found as soon as it is published.
CREATE TABLE "event_search" (
  "event_id" UUID NOT NULL,
  "creator_id" UUID NOT NULL,
  "title" TEXT NOT NULL,
  "folded_title" TEXT NOT NULL,
  -- A title, B description, C tags, D category and place.
  "document" TSVECTOR NOT NULL,
  "category_slug" TEXT NOT NULL,
  "tags" TEXT[] NOT NULL,
  "format" "event_format" NOT NULL,
  "price_bucket" TEXT,
  "month" TEXT NOT NULL,
  "starts_at" TIMESTAMPTZ(3) NOT NULL,
  "ends_at" TIMESTAMPTZ(3) NOT NULL,
  "venue_id" UUID,
  -- Point on the earth (earthdistance); null when the place has no coordinates.
  "place" CUBE,
  CONSTRAINT "event_search_pkey" PRIMARY KEY ("event_id")
);
ALTER TABLE "event_search" ADD CONSTRAINT "event_search_event_id_fkey"
  FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE INDEX "event_search_document_idx" ON "event_search" USING GIN ("document");
CREATE INDEX "event_search_folded_title_idx" ON "event_search" USING GIN ("folded_title" gin_trgm_ops);
CREATE INDEX "event_search_tags_idx" ON "event_search" USING GIN ("tags");
CREATE INDEX "event_search_place_idx" ON "event_search" USING GIST ("place") WHERE "place" IS NOT NULL;
CREATE INDEX "event_search_starts_at_event_id_idx" ON "event_search" ("starts_at", "event_id");
CREATE INDEX "event_search_category_slug_starts_at_event_id_idx" ON "event_search" ("category_slug", "starts_at", "event_id");
CREATE INDEX "event_search_venue_id_idx" ON "event_search" ("venue_id");

-- What the row of an event must be.
CREATE VIEW "event_search_source" AS
SELECT
  e."id" AS "event_id", e."creator_id", e."title", search_fold(e."title") AS "folded_title",
  setweight(to_tsvector('event_document', e."title"), 'A')
    || setweight(to_tsvector('event_document', e."description"), 'B')
    || setweight(to_tsvector('event_document', array_to_string(e."tags", ' ')), 'C')
    || setweight(to_tsvector('event_document', concat_ws(' ', c."name", above."name", v."name", v."city")), 'D') AS "document",
  e."category_slug", coalesce(e."tags", '{}') AS "tags", e."format", price_bucket(e."price_type", e."price_min", e."price_currency") AS "price_bucket",
  month_in_zone(e."starts_at", e."timezone") AS "month", e."starts_at", e."ends_at", e."venue_id",
  CASE WHEN v."latitude" IS NOT NULL THEN ll_to_earth(v."latitude", v."longitude")::cube END AS "place"
FROM "events" e
JOIN "categories" c ON c."slug" = e."category_slug"
LEFT JOIN "categories" above ON above."slug" = c."parent_slug"
LEFT JOIN "venues" v ON v."id" = e."venue_id"
LEFT JOIN "event_standings" t ON t."event_id" = e."id"
WHERE e."status" = 'PUBLISHED' AND e."visibility" = 'PUBLIC' AND t."curation_status" IS DISTINCT FROM 'FLAGGED';

CREATE FUNCTION "event_search_refresh"("ids" UUID[]) RETURNS VOID LANGUAGE plpgsql AS $$
BEGIN
  IF cardinality("ids") = 0 THEN RETURN; END IF;
  DELETE FROM "event_search" s WHERE s."event_id" = ANY("ids")
    AND NOT EXISTS (SELECT 1 FROM "event_search_source" f WHERE f."event_id" = s."event_id");
  INSERT INTO "event_search" ("event_id", "creator_id", "title", "folded_title", "document", "category_slug", "tags", "format", "price_bucket",
    "month", "starts_at", "ends_at", "venue_id", "place")
  SELECT "event_id", "creator_id", "title", "folded_title", "document", "category_slug", "tags", "format", "price_bucket",
    "month", "starts_at", "ends_at", "venue_id", "place"
  FROM "event_search_source" WHERE "event_id" = ANY("ids") ORDER BY "event_id"
  ON CONFLICT ("event_id") DO UPDATE SET "creator_id" = excluded."creator_id", "title" = excluded."title",
    "folded_title" = excluded."folded_title", "document" = excluded."document", "category_slug" = excluded."category_slug",
    "tags" = excluded."tags", "format" = excluded."format", "price_bucket" = excluded."price_bucket", "month" = excluded."month",
    "starts_at" = excluded."starts_at", "ends_at" = excluded."ends_at", "venue_id" = excluded."venue_id", "place" = excluded."place";
END
$$;

-- Once for each statement and not for each row: an import writes a hundred events at a time.
CREATE FUNCTION "event_search_on_insert"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM event_search_refresh(ARRAY(SELECT n."id" FROM new_rows n WHERE n."status" = 'PUBLISHED' AND n."visibility" = 'PUBLIC'));
  RETURN NULL;
END
$$;
CREATE FUNCTION "event_search_on_update"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM event_search_refresh(ARRAY(
    SELECT n."id" FROM new_rows n JOIN old_rows o ON o."id" = n."id"
    WHERE (n."status", n."visibility", n."creator_id", n."title", n."description", n."category_slug", n."tags", n."format", n."price_type",
      n."price_min", n."price_currency", n."starts_at", n."ends_at", n."timezone", n."venue_id")
      IS DISTINCT FROM (o."status", o."visibility", o."creator_id", o."title", o."description", o."category_slug", o."tags", o."format",
      o."price_type", o."price_min", o."price_currency", o."starts_at", o."ends_at", o."timezone", o."venue_id")));
  RETURN NULL;
END
$$;
CREATE FUNCTION "event_search_on_standing"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM event_search_refresh(ARRAY(SELECT n."event_id" FROM new_rows n));
  RETURN NULL;
END
$$;
CREATE FUNCTION "event_search_on_venue"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM event_search_refresh(ARRAY(
    SELECT s."event_id" FROM "event_search" s JOIN new_rows n ON n."id" = s."venue_id" JOIN old_rows o ON o."id" = n."id"
    WHERE (n."name", n."city", n."latitude", n."longitude") IS DISTINCT FROM (o."name", o."city", o."latitude", o."longitude")));
  RETURN NULL;
END
$$;
CREATE FUNCTION "event_search_on_category"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM event_search_refresh(ARRAY(
    SELECT s."event_id" FROM "event_search" s JOIN "categories" c ON c."slug" = s."category_slug"
    JOIN new_rows n ON n."slug" IN (c."slug", c."parent_slug") JOIN old_rows o ON o."id" = n."id"
    WHERE (n."name", n."parent_slug") IS DISTINCT FROM (o."name", o."parent_slug")));
  RETURN NULL;
END
$$;
CREATE TRIGGER "event_search_insert" AFTER INSERT ON "events"
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "event_search_on_insert"();
CREATE TRIGGER "event_search_update" AFTER UPDATE ON "events"
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "event_search_on_update"();
CREATE TRIGGER "event_search_standing_insert" AFTER INSERT ON "event_standings"
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "event_search_on_standing"();
CREATE TRIGGER "event_search_standing_update" AFTER UPDATE ON "event_standings"
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "event_search_on_standing"();
CREATE TRIGGER "event_search_venue" AFTER UPDATE ON "venues"
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "event_search_on_venue"();
CREATE TRIGGER "event_search_category" AFTER UPDATE ON "categories"
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "event_search_on_category"();

-- ---- How good a find it is ----------------------------------------------------------------------------------------

-- Millionths of: 3 · ts_rank with weights title 3, description 2, tags 1.5, category and place 1 (ts_rank wants them at most 1, hence
-- thirds). A whole number, so that a cursor can hold it exactly. 0 without a question.
CREATE FUNCTION "text_points"("document" TSVECTOR, "question" TSQUERY) RETURNS BIGINT LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN coalesce(round(3e6 * ts_rank('{0.333333, 0.5, 0.666667, 1}'::real[], "document", "question"))::bigint, 0);

-- Millionths of: log10(1 + 1.5 · quality) · log10(1 + 1.2 · attending). What no curator has scored yet counts as middling (0.5).
CREATE FUNCTION "standing_points"("quality" DOUBLE PRECISION, "attending" INTEGER) RETURNS BIGINT LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN round(1e6 * log(1 + 1.5 * coalesce("quality", 0.5)) * log(1 + 1.2 * coalesce("attending", 0)))::bigint;

-- Tags as they are said: live-music → live music.
CREATE FUNCTION "tag_phrase"("tag" TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN search_fold(replace("tag", '-', ' '));

CREATE INDEX "venues_folded_name_idx" ON "venues" USING GIN (search_fold("name") gin_trgm_ops);
CREATE INDEX "tags_phrase_idx" ON "tags" USING GIN (tag_phrase("name") gin_trgm_ops);

-- Events with something in their titles that is like what was asked. A function, because how alike is a setting and not an argument.
CREATE FUNCTION "events_titled_like"("folded" TEXT) RETURNS SETOF UUID LANGUAGE sql STABLE ROWS 100
  SET "pg_trgm.word_similarity_threshold" = 0.4
  AS $$ SELECT s."event_id" FROM "event_search" s WHERE s."folded_title" %> "folded" $$;

-- Titles, places and tags of events to come, for suggestions. Less like than above: what is typed so far ends within a word.
CREATE FUNCTION "phrases_like"("prefix" TEXT, "now" TIMESTAMPTZ)
  RETURNS TABLE ("phrase" TEXT, "folded" TEXT, "likeness" REAL) LANGUAGE sql STABLE ROWS 100
  SET "pg_trgm.word_similarity_threshold" = 0.28
  AS $$
    SELECT s."title", s."folded_title", word_similarity("prefix", s."folded_title") FROM "event_search" s
      WHERE s."folded_title" %> "prefix" AND s."ends_at" > "now"
    UNION ALL SELECT v."name", search_fold(v."name"), word_similarity("prefix", search_fold(v."name")) FROM "venues" v
      WHERE search_fold(v."name") %> "prefix" AND EXISTS (SELECT 1 FROM "event_search" s WHERE s."venue_id" = v."id" AND s."ends_at" > "now")
    UNION ALL SELECT replace(t."name", '-', ' '), tag_phrase(t."name"), word_similarity("prefix", tag_phrase(t."name")) FROM "tags" t
      WHERE tag_phrase(t."name") %> "prefix" AND EXISTS (SELECT 1 FROM "event_search" s WHERE s."tags" @> ARRAY[t."name"] AND s."ends_at" > "now")
  $$;

-- ---- What is going on ---------------------------------------------------------------------------------------------

-- Kept by the job refresh-popularity. Apart from event_search, because it changes often and a change there would rewrite the indexes of
-- the words.
CREATE TABLE "event_popularity" (
  "event_id" UUID NOT NULL,
  "attending" INTEGER NOT NULL DEFAULT 0,
  -- log2 of the sum of what people did, each worth twice as much as the same three days before (popularity.ts): so the order stays right
  -- as time passes. Null: nothing in the last 30 days, when it was last counted.
  "heat" DOUBLE PRECISION,
  CONSTRAINT "event_popularity_pkey" PRIMARY KEY ("event_id")
);
ALTER TABLE "event_popularity" ADD CONSTRAINT "event_popularity_event_id_fkey"
  FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "event_popularity_heat_idx" ON "event_popularity" ("heat" DESC, "event_id") WHERE "heat" IS NOT NULL;

-- Until when a job that works through what has changed has come.
CREATE TABLE "job_marks" (
  "name" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "job_marks_pkey" PRIMARY KEY ("name")
);
CREATE INDEX "attendances_updated_at_idx" ON "attendances" ("updated_at");
CREATE INDEX "swipes_swiped_at_idx" ON "swipes" ("swiped_at");

-- ---- Import -------------------------------------------------------------------------------------------------------

-- What the source last said of an event, as a hash: told the same again, the event is left as it is, with what was changed here.
CREATE TABLE "event_imports" (
  "event_id" UUID NOT NULL,
  "content_hash" TEXT NOT NULL,
  "imported_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "event_imports_pkey" PRIMARY KEY ("event_id")
);
ALTER TABLE "event_imports" ADD CONSTRAINT "event_imports_event_id_fkey"
  FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;
