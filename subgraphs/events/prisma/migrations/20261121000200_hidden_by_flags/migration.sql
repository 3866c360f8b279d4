-- What enough people flagged is hidden from others, in search as everywhere, until a curator has decided. Denormalised from the standing: who
-- may see an event is then told by its own row.

ALTER TABLE "events" ADD COLUMN "hidden" BOOLEAN NOT NULL DEFAULT false;

UPDATE "events" e SET "hidden" = true FROM "event_standings" t WHERE t."event_id" = e."id" AND t."curation_status" = 'FLAGGED';

CREATE OR REPLACE VIEW "event_search_source" AS
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
WHERE e."status" = 'PUBLISHED' AND e."visibility" = 'PUBLIC' AND NOT e."hidden";

CREATE OR REPLACE FUNCTION "event_search_on_update"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM event_search_refresh(ARRAY(
    SELECT n."id" FROM new_rows n JOIN old_rows o ON o."id" = n."id"
    WHERE (n."status", n."visibility", n."hidden", n."creator_id", n."title", n."description", n."category_slug", n."tags", n."format", n."price_type",
      n."price_min", n."price_currency", n."starts_at", n."ends_at", n."timezone", n."venue_id")
      IS DISTINCT FROM (o."status", o."visibility", o."hidden", o."creator_id", o."title", o."description", o."category_slug", o."tags", o."format",
      o."price_type", o."price_min", o."price_currency", o."starts_at", o."ends_at", o."timezone", o."venue_id")));
  RETURN NULL;
END
$$;

-- The projection no longer depends on the standing; search reads that on its own.
DROP TRIGGER "event_search_standing_insert" ON "event_standings";
DROP TRIGGER "event_search_standing_update" ON "event_standings";
DROP FUNCTION "event_search_on_standing"();
