-- AlterTable
ALTER TABLE "venues" ADD COLUMN     "hidden_at" TIMESTAMPTZ(3),
ADD COLUMN     "moderated_at" TIMESTAMPTZ(3),
ADD COLUMN     "taken" JSONB;

-- A hidden place is not suggested; otherwise as before.
CREATE OR REPLACE FUNCTION "phrases_like"("prefix" TEXT, "now" TIMESTAMPTZ)
  RETURNS TABLE ("phrase" TEXT, "folded" TEXT, "likeness" REAL) LANGUAGE sql STABLE ROWS 100
  SET "pg_trgm.word_similarity_threshold" = 0.28
  AS $$
    SELECT s."title", s."folded_title", word_similarity("prefix", s."folded_title") FROM "event_search" s
      WHERE s."folded_title" %> "prefix" AND s."ends_at" > "now"
    UNION ALL SELECT v."name", search_fold(v."name"), word_similarity("prefix", search_fold(v."name")) FROM "venues" v
      WHERE search_fold(v."name") %> "prefix" AND v."hidden_at" IS NULL AND EXISTS (SELECT 1 FROM "event_search" s WHERE s."venue_id" = v."id" AND s."ends_at" > "now")
    UNION ALL SELECT replace(t."name", '-', ' '), tag_phrase(t."name"), word_similarity("prefix", tag_phrase(t."name")) FROM "tags" t
      WHERE tag_phrase(t."name") %> "prefix" AND EXISTS (SELECT 1 FROM "event_search" s WHERE s."tags" @> ARRAY[t."name"] AND s."ends_at" > "now")
  $$;

CREATE OR REPLACE FUNCTION "suggestions_like"("prefix" TEXT, "now" TIMESTAMPTZ)
  RETURNS TABLE ("kind" TEXT, "text" TEXT, "folded" TEXT, "id" TEXT, "likeness" REAL) LANGUAGE sql STABLE ROWS 100
  SET "pg_trgm.word_similarity_threshold" = 0.28
  AS $$
    SELECT 'EVENT', s."title", s."folded_title", s."event_id"::text, word_similarity("prefix", s."folded_title") FROM "event_search" s
      WHERE s."folded_title" %> "prefix" AND s."ends_at" > "now"
    UNION ALL SELECT 'VENUE', v."name", search_fold(v."name"), v."id"::text, word_similarity("prefix", search_fold(v."name")) FROM "venues" v
      WHERE search_fold(v."name") %> "prefix" AND v."hidden_at" IS NULL AND EXISTS (SELECT 1 FROM "event_search" s WHERE s."venue_id" = v."id" AND s."ends_at" > "now")
    UNION ALL SELECT 'TAG', replace(t."name", '-', ' '), tag_phrase(t."name"), t."name", word_similarity("prefix", tag_phrase(t."name")) FROM "tags" t
      WHERE tag_phrase(t."name") %> "prefix" AND EXISTS (SELECT 1 FROM "event_search" s WHERE s."tags" @> ARRAY[t."name"] AND s."ends_at" > "now")
  $$;
