-- Searches that people keep, and of whose new finds they want to hear.
CREATE TYPE "search_alert" AS ENUM ('NONE', 'IMMEDIATE', 'DAILY', 'WEEKLY');

CREATE TABLE "saved_searches" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT,
    "filter" JSONB NOT NULL,
    "latitude" DOUBLE PRECISION,
    "longitude" DOUBLE PRECISION,
    "timezone" TEXT,
    "alert" "search_alert" NOT NULL,
    "looked_until" TIMESTAMPTZ(3) NOT NULL,
    "next_look_at" TIMESTAMPTZ(3),
    "last_matched_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_searches_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "saved_searches_place" CHECK (("latitude" IS NULL) = ("longitude" IS NULL)),
    CONSTRAINT "saved_searches_alert" CHECK (("alert" = 'NONE') = ("next_look_at" IS NULL))
);
CREATE INDEX "saved_searches_user_id_created_at_id_idx" ON "saved_searches"("user_id", "created_at", "id");
CREATE INDEX "saved_searches_next_look_at_idx" ON "saved_searches"("next_look_at");

CREATE TABLE "saved_search_looks" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "search_id" UUID NOT NULL,
    "looked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_search_looks_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "saved_search_looks_search_id_fkey" FOREIGN KEY ("search_id") REFERENCES "saved_searches"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "saved_search_looks_search_id_looked_at_idx" ON "saved_search_looks"("search_id", "looked_at");
CREATE INDEX "saved_search_looks_looked_at_idx" ON "saved_search_looks"("looked_at");

CREATE TABLE "saved_search_matches" (
    "search_id" UUID NOT NULL,
    "subject_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "look_id" UUID NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL,
    "gone" BOOLEAN NOT NULL DEFAULT false,
    "settled" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "saved_search_matches_pkey" PRIMARY KEY ("search_id", "subject_id"),
    CONSTRAINT "saved_search_matches_search_id_fkey" FOREIGN KEY ("search_id") REFERENCES "saved_searches"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "saved_search_matches_look_id_fkey" FOREIGN KEY ("look_id") REFERENCES "saved_search_looks"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "saved_search_matches_search_id_found_at_event_id_idx" ON "saved_search_matches"("search_id", "found_at", "event_id");
CREATE INDEX "saved_search_matches_look_id_idx" ON "saved_search_matches"("look_id");
CREATE INDEX "saved_search_matches_event_id_idx" ON "saved_search_matches"("event_id") WHERE NOT "gone";
CREATE INDEX "saved_search_matches_gone_idx" ON "saved_search_matches"("look_id") WHERE "gone" AND NOT "settled";

-- What came on show last: a look reads from there on.
CREATE INDEX "events_shown_since_idx" ON "events"("published_at", "id") WHERE "status" = 'PUBLISHED' AND "visibility" = 'PUBLIC';

-- An event that can be found no more is no match any more; a job tells it to who was told of it.
CREATE FUNCTION "saved_search_matches_on_gone"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "saved_search_matches" m SET "gone" = true FROM (
    SELECT k."search_id", k."subject_id" FROM "saved_search_matches" k JOIN "former" f ON f."event_id" = k."event_id" WHERE NOT k."gone"
    ORDER BY k."search_id", k."subject_id" FOR UPDATE OF k) g
  WHERE m."search_id" = g."search_id" AND m."subject_id" = g."subject_id";
  RETURN NULL;
END
$$;
CREATE TRIGGER "saved_search_matches_gone" AFTER DELETE ON "event_search"
  REFERENCING OLD TABLE AS "former" FOR EACH STATEMENT EXECUTE FUNCTION "saved_search_matches_on_gone"();
