-- Some events to come with a word, those that start first. Of a word that is everywhere they are looked for in the sample alone (migration
-- search_sample): reading the whole list of events that have it would take longer than all else.
CREATE OR REPLACE FUNCTION "events_with_word"("word" TEXT, "now" TIMESTAMPTZ) RETURNS TABLE ("event_id" UUID) LANGUAGE sql STABLE
  SET "enable_seqscan" = off
  SET "enable_indexscan" = off
  AS $$
    WITH sampled AS MATERIALIZED (
      SELECT s."event_id", s."starts_at" FROM "event_search" s WHERE s."document" @@ plainto_tsquery('event_document', "word") AND s."ends_at" > "now"
        AND get_byte(uuid_send(coalesce(s."series_id", s."event_id")), 15) < 8 LIMIT 500)
    SELECT found."event_id" FROM (
      SELECT * FROM sampled WHERE (SELECT count(*) FROM sampled) >= 125
      UNION ALL SELECT * FROM (
        SELECT s."event_id", s."starts_at" FROM "event_search" s WHERE s."document" @@ plainto_tsquery('event_document', "word") AND s."ends_at" > "now" LIMIT 500
      ) others WHERE (SELECT count(*) FROM sampled) < 125
    ) found ORDER BY found."starts_at", found."event_id" LIMIT 40
  $$;
