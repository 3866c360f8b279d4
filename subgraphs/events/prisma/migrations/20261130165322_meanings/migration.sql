-- CreateTable
CREATE TABLE "event_meanings" (
    "event_id" UUID NOT NULL,
    "model_version" INTEGER NOT NULL,
    "vector" REAL[],

    CONSTRAINT "event_meanings_pkey" PRIMARY KEY ("event_id")
);

-- AddForeignKey
ALTER TABLE "event_meanings" ADD CONSTRAINT "event_meanings_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "event_search"("event_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What says something else is read anew.
CREATE FUNCTION "forget_meaning"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "event_meanings" WHERE "event_id" = NEW."event_id";
  RETURN NULL;
END $$;

CREATE TRIGGER "event_search_meaning" AFTER UPDATE OF "document" ON "event_search" FOR EACH ROW
  WHEN (OLD."document" IS DISTINCT FROM NEW."document") EXECUTE FUNCTION "forget_meaning"();
