-- What is on show has a row from the beginning: of version 0 while it waits to be written, so that those that wait are found by an index.
INSERT INTO "event_meanings" ("event_id", "model_version", "vector") SELECT "event_id", 0, '{}' FROM "event_search" ON CONFLICT DO NOTHING;

-- CreateIndex
CREATE INDEX "event_meanings_model_version_event_id_idx" ON "event_meanings"("model_version", "event_id");

CREATE FUNCTION "await_meaning"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "event_meanings" ("event_id", "model_version", "vector") VALUES (NEW."event_id", 0, '{}')
    ON CONFLICT ("event_id") DO UPDATE SET "model_version" = 0, "vector" = '{}';
  RETURN NULL;
END $$;

DROP TRIGGER "event_search_meaning" ON "event_search";
DROP FUNCTION "forget_meaning"();
CREATE TRIGGER "event_search_new_meaning" AFTER INSERT ON "event_search" FOR EACH ROW EXECUTE FUNCTION "await_meaning"();
CREATE TRIGGER "event_search_meaning" AFTER UPDATE OF "document" ON "event_search" FOR EACH ROW
  WHEN (OLD."document" IS DISTINCT FROM NEW."document") EXECUTE FUNCTION "await_meaning"();
