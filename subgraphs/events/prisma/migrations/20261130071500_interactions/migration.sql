-- What people and visitors did, one row a deed, never changed: a partition for each month (UTC) in which it happened.
CREATE TABLE "interactions" (
    "actor_id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "user_id" UUID,
    "session_id" UUID,
    "event_id" UUID,
    "source" TEXT NOT NULL,
    "reference_id" TEXT,
    "dwell_ms" INTEGER,
    "query" TEXT,
    "results" INTEGER,
    "platform" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "interactions_pkey" PRIMARY KEY ("actor_id","client_id","at")
) PARTITION BY RANGE ("at");

-- Whose deeds: erased, exported and learned from.
CREATE INDEX "interactions_user_id_at_idx" ON "interactions"("user_id", "at");
-- Has this person done this with the event before?
CREATE INDEX "interactions_event_id_type_actor_id_at_idx" ON "interactions"("event_id", "type", "actor_id", "at");
-- What has come since it was last counted, and what happened within an hour or a day.
CREATE INDEX "interactions_received_at_idx" ON "interactions"("received_at");
CREATE INDEX "interactions_at_idx" ON "interactions"("at");

-- The partition of a month. Made apart and attached then, so that nobody who writes waits for it.
CREATE FUNCTION "ensure_interaction_month"("moment" TIMESTAMPTZ) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  first TIMESTAMP := date_trunc('month', "moment" AT TIME ZONE 'UTC');
  part TEXT := 'interactions_' || to_char(first, 'YYYY_MM');
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ensure_interaction_month'));
  IF to_regclass(part) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE "interactions" INCLUDING ALL)', part);
  EXECUTE format('ALTER TABLE "interactions" ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', part,
    first AT TIME ZONE 'UTC', (first + interval '1 month') AT TIME ZONE 'UTC');
END
$$;

-- Takes away the partitions of months that ended before; tells how many.
CREATE FUNCTION "drop_interaction_months"("before" TIMESTAMPTZ) RETURNS INTEGER LANGUAGE plpgsql AS $$
DECLARE
  part RECORD;
  dropped INTEGER := 0;
BEGIN
  FOR part IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = '"interactions"'::regclass
      AND to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= "before" AT TIME ZONE 'UTC'
  LOOP
    EXECUTE format('DROP TABLE %I', part.relname);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END
$$;

-- CreateTable
CREATE TABLE "personalization_choices" (
    "user_id" UUID NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "personalization_choices_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "interaction_hours" (
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "event_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "people" INTEGER NOT NULL,

    CONSTRAINT "interaction_hours_pkey" PRIMARY KEY ("event_id","hour","type","source")
);

-- CreateIndex
CREATE INDEX "interaction_hours_hour_idx" ON "interaction_hours"("hour");

-- CreateTable
CREATE TABLE "interaction_days" (
    "day" DATE NOT NULL,
    "event_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "people" INTEGER NOT NULL,
    "newcomers" INTEGER NOT NULL,

    CONSTRAINT "interaction_days_pkey" PRIMARY KEY ("event_id","day","type","source")
);

-- CreateIndex
CREATE INDEX "interaction_days_day_idx" ON "interaction_days"("day");

-- CreateTable
CREATE TABLE "search_days" (
    "day" DATE NOT NULL,
    "query" TEXT NOT NULL,
    "searches" INTEGER NOT NULL,
    "people" INTEGER NOT NULL,
    "empty" INTEGER NOT NULL,
    "clicked" INTEGER NOT NULL,

    CONSTRAINT "search_days_pkey" PRIMARY KEY ("day","query")
);

-- AlterTable
ALTER TABLE "event_engagement" ADD COLUMN "views" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "clicks" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "impressions" INTEGER NOT NULL DEFAULT 0;

-- AddForeignKey
ALTER TABLE "interaction_hours" ADD CONSTRAINT "interaction_hours_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "interaction_days" ADD CONSTRAINT "interaction_days_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;
