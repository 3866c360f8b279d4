-- Models that a subgraph learns, one row a training. Of what was not adopted only the figures are kept.
CREATE TABLE "learned_models" (
  "name" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "format" TEXT NOT NULL,
  "parameters" BYTEA,
  "adopted" BOOLEAN NOT NULL,
  "learned" INTEGER NOT NULL,
  "held_out" INTEGER NOT NULL,
  "figures" JSONB NOT NULL,
  "trained_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "learned_models_pkey" PRIMARY KEY ("name", "version")
);

-- The next events with a word, at most 40 of the first 500 that are found: by the index of the words, however common it is.
CREATE FUNCTION "events_with_word"("word" TEXT, "now" TIMESTAMPTZ) RETURNS TABLE ("event_id" UUID) LANGUAGE sql STABLE
  SET "enable_seqscan" = off
  SET "enable_indexscan" = off
  AS $$
    SELECT found."event_id" FROM (
      SELECT s."event_id", s."starts_at" FROM "event_search" s WHERE s."document" @@ plainto_tsquery('event_document', "word") AND s."ends_at" > "now" LIMIT 500
    ) found ORDER BY found."starts_at", found."event_id" LIMIT 40
  $$;

-- Since when people have had to do with an event: what they do again, or take back and do again, is no newer.
CREATE TABLE "event_first_deeds" (
    "event_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_first_deeds_pkey" PRIMARY KEY ("event_id","user_id")
);

-- CreateIndex
CREATE INDEX "event_first_deeds_user_id_idx" ON "event_first_deeds"("user_id");

-- CreateIndex
CREATE INDEX "event_first_deeds_at_idx" ON "event_first_deeds"("at");

-- AddForeignKey
ALTER TABLE "event_first_deeds" ADD CONSTRAINT "event_first_deeds_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;
