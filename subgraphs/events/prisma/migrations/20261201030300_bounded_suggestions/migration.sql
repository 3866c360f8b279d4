-- What runs at some time between two moments, however long ago it began.
CREATE INDEX "event_search_span_idx" ON "event_search" USING GIST (tstzrange("starts_at", "ends_at"));

-- The sample (migration search_sample) by beginnings and likeness of titles, and by tags.
CREATE INDEX "event_search_sample_folded_title_idx" ON "event_search" USING GIN ("folded_title" gin_trgm_ops)
  WHERE get_byte(uuid_send(coalesce("series_id", "event_id")), 15) < 8;
CREATE INDEX "event_search_sample_tags_idx" ON "event_search" USING GIN ("tags")
  WHERE get_byte(uuid_send(coalesce("series_id", "event_id")), 15) < 8;
ANALYZE "event_search";

-- Whether an event to come has the tag.
CREATE FUNCTION "tag_to_come"("tag" TEXT, "now" TIMESTAMPTZ) RETURNS BOOLEAN LANGUAGE sql STABLE
  SET "enable_seqscan" = off
  AS $$
    SELECT CASE
      WHEN EXISTS (SELECT 1 FROM "event_search" s WHERE s."tags" @> ARRAY["tag"] AND s."ends_at" > "now"
        AND get_byte(uuid_send(coalesce(s."series_id", s."event_id")), 15) < 8) THEN TRUE
      ELSE EXISTS (SELECT 1 FROM "event_search" s WHERE s."tags" @> ARRAY["tag"] AND s."ends_at" > "now") END
  $$;

-- Events to come with a title that is like what was typed. Where the sample has more than 250 of them, they are all: to go through some ten
-- thousand that have a few letters in common would take longer than anybody waits. How alike is a setting of those that call it.
CREATE FUNCTION "titles_like"("prefix" TEXT, "now" TIMESTAMPTZ)
  RETURNS TABLE ("title" TEXT, "folded" TEXT, "id" UUID, "likeness" REAL) LANGUAGE sql STABLE ROWS 100
  AS $$
    WITH sampled AS MATERIALIZED (
      SELECT s."title", s."folded_title", s."event_id", word_similarity("prefix", s."folded_title") AS "likeness" FROM "event_search" s
      WHERE s."folded_title" %> "prefix" AND s."ends_at" > "now" AND get_byte(uuid_send(coalesce(s."series_id", s."event_id")), 15) < 8),
    verdict AS MATERIALIZED (SELECT count(*) > 250 AS "enough" FROM sampled)
    SELECT sampled.* FROM sampled WHERE (SELECT "enough" FROM verdict)
    UNION ALL SELECT s."title", s."folded_title", s."event_id", word_similarity("prefix", s."folded_title") FROM "event_search" s
      WHERE NOT (SELECT "enough" FROM verdict) AND s."folded_title" %> "prefix" AND s."ends_at" > "now"
  $$;

CREATE OR REPLACE FUNCTION "phrases_like"("prefix" TEXT, "now" TIMESTAMPTZ)
  RETURNS TABLE ("phrase" TEXT, "folded" TEXT, "likeness" REAL) LANGUAGE sql STABLE ROWS 100
  SET "pg_trgm.word_similarity_threshold" = 0.28
  AS $$
    SELECT l."title", l."folded", l."likeness" FROM titles_like("prefix", "now") l
    UNION ALL SELECT v."name", search_fold(v."name"), word_similarity("prefix", search_fold(v."name")) FROM "venues" v
      WHERE search_fold(v."name") %> "prefix" AND v."hidden_at" IS NULL AND EXISTS (SELECT 1 FROM "event_search" s WHERE s."venue_id" = v."id" AND s."ends_at" > "now")
    UNION ALL SELECT replace(t."name", '-', ' '), tag_phrase(t."name"), word_similarity("prefix", tag_phrase(t."name")) FROM "tags" t
      WHERE tag_phrase(t."name") %> "prefix" AND tag_to_come(t."name", "now")
  $$;

CREATE OR REPLACE FUNCTION "suggestions_like"("prefix" TEXT, "now" TIMESTAMPTZ)
  RETURNS TABLE ("kind" TEXT, "text" TEXT, "folded" TEXT, "id" TEXT, "likeness" REAL) LANGUAGE sql STABLE ROWS 100
  SET "pg_trgm.word_similarity_threshold" = 0.28
  AS $$
    SELECT 'EVENT', l."title", l."folded", l."id"::text, l."likeness" FROM titles_like("prefix", "now") l
    UNION ALL SELECT 'VENUE', v."name", search_fold(v."name"), v."id"::text, word_similarity("prefix", search_fold(v."name")) FROM "venues" v
      WHERE search_fold(v."name") %> "prefix" AND v."hidden_at" IS NULL AND EXISTS (SELECT 1 FROM "event_search" s WHERE s."venue_id" = v."id" AND s."ends_at" > "now")
    UNION ALL SELECT 'TAG', replace(t."name", '-', ' '), tag_phrase(t."name"), t."name", word_similarity("prefix", tag_phrase(t."name")) FROM "tags" t
      WHERE tag_phrase(t."name") %> "prefix" AND tag_to_come(t."name", "now")
  $$;
