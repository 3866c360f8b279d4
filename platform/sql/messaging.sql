-- Messaging: the facts a service publishes and the facts it has taken in. Each subgraph copies this file into its
-- first migration and messaging.prisma into its schema; what is here only (partial index, trigger) Prisma leaves alone.

-- Facts, written in the transaction that made them true. The relay publishes them in the order of `sequence`.
CREATE TABLE "outbox" (
  "id" UUID NOT NULL,
  "sequence" BIGSERIAL NOT NULL,
  "topic" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "payload" JSONB NOT NULL,
  "headers" JSONB NOT NULL DEFAULT '{}',
  "occurred_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "published_at" TIMESTAMPTZ(3),
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "bulk" BOOLEAN NOT NULL DEFAULT false,
  CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);
-- Only what is still to be published: stays tiny however long the history grows.
CREATE INDEX "outbox_unpublished" ON "outbox" ("sequence") WHERE "published_at" IS NULL;
-- What people did, before what bulk work made; and all that waits for one key.
CREATE INDEX "outbox_urgent" ON "outbox" ("sequence") WHERE "published_at" IS NULL AND NOT "bulk";
CREATE INDEX "outbox_unpublished_key" ON "outbox" ("key", "sequence") WHERE "published_at" IS NULL;
-- For pruning. BRIN, because rows are appended in the order of this column: a few pages instead of a tree.
CREATE INDEX "outbox_occurred_at_idx" ON "outbox" USING BRIN ("occurred_at");

-- Facts already taken in, written in the transaction of their effect: the second delivery finds its row and does nothing.
CREATE TABLE "inbox" (
  "consumer" TEXT NOT NULL,
  "event_id" UUID NOT NULL,
  "handled_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "inbox_pkey" PRIMARY KEY ("consumer", "event_id")
);
CREATE INDEX "inbox_handled_at_idx" ON "inbox" USING BRIN ("handled_at");

-- Facts whose handler kept failing, put aside so that the others of their key can go on; kept whole, to be replayed.
CREATE TABLE "dead_letters" (
  "id" UUID NOT NULL,
  "consumer" TEXT NOT NULL,
  "event_id" UUID NOT NULL,
  "topic" TEXT NOT NULL,
  "envelope" JSONB NOT NULL,
  "error" TEXT NOT NULL,
  "failed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "replayed_at" TIMESTAMPTZ(3),
  "replay_wanted_at" TIMESTAMPTZ(3),
  CONSTRAINT "dead_letters_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "dead_letters_consumer_event_id_key" ON "dead_letters" ("consumer", "event_id");

-- Wakes the relay at commit, from whichever process wrote. Once for each statement; Postgres folds equal
-- notifications of one transaction into one.
CREATE FUNCTION "outbox_notify"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('outbox', '');
  RETURN NULL;
END
$$;
CREATE TRIGGER "outbox_inserted" AFTER INSERT ON "outbox" FOR EACH STATEMENT EXECUTE FUNCTION "outbox_notify"();
