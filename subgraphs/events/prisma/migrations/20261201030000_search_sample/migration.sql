-- One event in 32, by the last byte of its id or of its series': what is found in great number is counted among these. So small are their
-- indexes that they are read in a moment, however common a word and however large an area. SAMPLED (search-conditions.sql.ts) says the same.
CREATE INDEX "event_search_sample_document_idx" ON "event_search" USING GIN ("document")
  WHERE get_byte(uuid_send(coalesce("series_id", "event_id")), 15) < 8;
CREATE INDEX "event_search_sample_place_idx" ON "event_search" USING GIST ("place")
  WHERE get_byte(uuid_send(coalesce("series_id", "event_id")), 15) < 8;
CREATE INDEX "event_search_sample_starts_at_idx" ON "event_search" ("starts_at", "event_id")
  WHERE get_byte(uuid_send(coalesce("series_id", "event_id")), 15) < 8;
-- Without it the planner expects a third of all events to be in the sample.
CREATE STATISTICS "event_search_sample_stats" ON (get_byte(uuid_send(coalesce("series_id", "event_id")), 15)) FROM "event_search";
ANALYZE "event_search";

-- The sample is asked first: of a word that is everywhere, reading the whole list of events that have it would take longer than all else.
CREATE OR REPLACE FUNCTION "search_known"("words" TEXT[]) RETURNS TSQUERY LANGUAGE sql STABLE
  SET "enable_seqscan" = off
  AS $$
    SELECT coalesce(string_agg('(' || question::text || ')', ' | ' ORDER BY question::text)::tsquery, ''::tsquery) FROM search_alternatives("words") AS read (question)
    WHERE CASE
      WHEN EXISTS (SELECT 1 FROM "event_search" s WHERE s."document" @@ question AND get_byte(uuid_send(coalesce(s."series_id", s."event_id")), 15) < 8) THEN TRUE
      ELSE EXISTS (SELECT 1 FROM "event_search" s WHERE s."document" @@ question) END
  $$;

-- How many events to come have it, at most 2,000. Where the sample has more than 4,000 would have on average, they are not counted.
CREATE OR REPLACE FUNCTION "search_frequency"("question" TSQUERY, "now" TIMESTAMPTZ) RETURNS INTEGER LANGUAGE sql STABLE
  SET "enable_seqscan" = off
  AS $$
    SELECT CASE
      WHEN (SELECT count(*) FROM (SELECT 1 FROM "event_search" s WHERE s."document" @@ "question" AND s."ends_at" > "now"
        AND get_byte(uuid_send(coalesce(s."series_id", s."event_id")), 15) < 8 LIMIT 125) sampled) = 125 THEN 2000
      ELSE (SELECT count(*)::int FROM (SELECT 1 FROM "event_search" s WHERE s."document" @@ "question" AND s."ends_at" > "now" LIMIT 2000) found) END
  $$;

-- As before, without the logarithm of exact decimals, which takes a hundred times as long as one of floating point.
CREATE OR REPLACE FUNCTION "standing_points"("quality" DOUBLE PRECISION, "attending" INTEGER) RETURNS BIGINT LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN round(1e6 * log(1 + 1.5 * coalesce("quality", 0.5)) * log(1 + 1.2 * coalesce("attending", 0)::double precision))::bigint;
