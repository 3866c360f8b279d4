-- What filters and suggestions ask for.
CREATE INDEX "event_search_creator_id_starts_at_event_id_idx" ON "event_search" ("creator_id", "starts_at", "event_id");
CREATE INDEX "venues_folded_city_idx" ON "venues" (search_fold("city"));
CREATE INDEX "people_folded_name_idx" ON "people" USING GIN (search_fold("display_name") gin_trgm_ops);
CREATE INDEX "search_days_folded_query_idx" ON "search_days" USING GIN (search_fold("query") gin_trgm_ops);

-- As phrases_like, with what each leads to.
CREATE FUNCTION "suggestions_like"("prefix" TEXT, "now" TIMESTAMPTZ)
  RETURNS TABLE ("kind" TEXT, "text" TEXT, "folded" TEXT, "id" TEXT, "likeness" REAL) LANGUAGE sql STABLE ROWS 100
  SET "pg_trgm.word_similarity_threshold" = 0.28
  AS $$
    SELECT 'EVENT', s."title", s."folded_title", s."event_id"::text, word_similarity("prefix", s."folded_title") FROM "event_search" s
      WHERE s."folded_title" %> "prefix" AND s."ends_at" > "now"
    UNION ALL SELECT 'VENUE', v."name", search_fold(v."name"), v."id"::text, word_similarity("prefix", search_fold(v."name")) FROM "venues" v
      WHERE search_fold(v."name") %> "prefix" AND EXISTS (SELECT 1 FROM "event_search" s WHERE s."venue_id" = v."id" AND s."ends_at" > "now")
    UNION ALL SELECT 'TAG', replace(t."name", '-', ' '), tag_phrase(t."name"), t."name", word_similarity("prefix", tag_phrase(t."name")) FROM "tags" t
      WHERE tag_phrase(t."name") %> "prefix" AND EXISTS (SELECT 1 FROM "event_search" s WHERE s."tags" @> ARRAY[t."name"] AND s."ends_at" > "now")
  $$;
