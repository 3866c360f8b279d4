-- AlterTable
ALTER TABLE "events" ADD COLUMN     "performers" JSONB NOT NULL DEFAULT '[]';

-- Written by hand from here: what Prisma cannot express.

ALTER TABLE "events" ADD CONSTRAINT "events_performers" CHECK (jsonb_typeof("performers") = 'array');

-- Names as queries are folded (search_name), whole: a comma is a part of some.
CREATE FUNCTION "performer_name"("name" TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN trim(translate(search_fold("name"), '''’‘ʼ`´', ''));
CREATE FUNCTION "performer_names"("performers" JSONB) RETURNS TEXT[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN ARRAY(SELECT performer_name(one ->> 'name') FROM jsonb_array_elements("performers") AS one);
-- All of them in one text, for what begins like something.
CREATE FUNCTION "performers_text"("performers" JSONB) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (SELECT string_agg(search_fold(one ->> 'name'), ' · ') FROM jsonb_array_elements("performers") AS one);

-- Most events tell none.
CREATE INDEX "events_performer_names" ON "events" USING GIN (performer_names("performers")) WHERE "performers" <> '[]';
CREATE INDEX "events_performers_text" ON "events" USING GIN (performers_text("performers") gin_trgm_ops) WHERE "performers" <> '[]';

-- Whose whole name it is, among the places, organisers and performers of events to come that everybody may find; null when it is nobody's.
CREATE OR REPLACE FUNCTION "search_named"("folded" TEXT, "now" TIMESTAMPTZ) RETURNS TEXT LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN "folded" IS NULL THEN NULL
    WHEN EXISTS (SELECT 1 FROM "venues" v JOIN "event_search" s ON s."venue_id" = v."id" WHERE search_name(v."name") = "folded" AND s."ends_at" > "now") THEN 'VENUE'
    WHEN EXISTS (SELECT 1 FROM "people" p JOIN "events" e ON e."creator_id" = p."id" AND e."organization_id" IS NULL JOIN "event_search" s ON s."event_id" = e."id"
      WHERE search_name(p."display_name") = "folded" AND p."active" AND s."ends_at" > "now") THEN 'ORGANIZER'
    WHEN EXISTS (SELECT 1 FROM "events" e JOIN "event_search" s ON s."event_id" = e."id"
      WHERE e."performers" <> '[]' AND performer_names(e."performers") @> ARRAY["folded"] AND s."ends_at" > "now") THEN 'PERFORMER'
  END
$$;

-- Adds to what the view event_search_source tells: other languages, joined words, who performs, the address, and who organises it (a person
-- who is active; owners of other kinds are not known here by name). Only when a row is put in: an upsert takes over what was made for it.
CREATE OR REPLACE FUNCTION "event_search_words"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  source RECORD;
BEGIN
  SELECT e."title", e."description", array_to_string(e."tags", ' ') AS "tags",
      (SELECT string_agg(one ->> 'name', ' · ') FROM jsonb_array_elements(e."performers") AS one) AS "performers",
      concat_ws(' ', e."neighbourhood", v."address", p."display_name") AS "place",
      concat_ws(' ', v."name", v."city", e."neighbourhood", v."address", p."display_name") AS "around"
    INTO source
    FROM "events" e LEFT JOIN "venues" v ON v."id" = e."venue_id"
      LEFT JOIN "people" p ON p."id" = e."creator_id" AND p."active" AND e."organization_id" IS NULL
    WHERE e."id" = NEW."event_id";
  NEW."language" := text_language(concat_ws(' ', source."title", source."description"));
  NEW."index_version" := 2;
  IF TG_OP = 'INSERT' THEN
    NEW."document" := NEW."document"
      || setweight(search_more_words(source."title", NEW."language"), 'A')
      || setweight(search_more_words(source."description", NEW."language"), 'B')
      || setweight(search_more_words(source."tags", NEW."language"), 'C')
      || setweight(to_tsvector('event_document', source."place") || search_more_words(source."around", NEW."language"), 'D');
    IF source."performers" IS NOT NULL THEN
      NEW."document" := NEW."document"
        || setweight(to_tsvector('event_document', source."performers") || search_more_words(source."performers", NEW."language"), 'B');
    END IF;
  END IF;
  RETURN NEW;
END
$$;

CREATE FUNCTION "event_search_on_performers"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM event_search_refresh(ARRAY(
    SELECT n."id" FROM new_rows n JOIN old_rows o ON o."id" = n."id" WHERE n."performers" IS DISTINCT FROM o."performers"));
  RETURN NULL;
END
$$;
CREATE TRIGGER "event_search_performers" AFTER UPDATE ON "events"
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "event_search_on_performers"();
