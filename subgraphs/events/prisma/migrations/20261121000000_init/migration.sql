-- CreateEnum
CREATE TYPE "event_status" AS ENUM ('DRAFT', 'PENDING_REVIEW', 'NEEDS_REVISION', 'REJECTED', 'PUBLISHED', 'CANCELLED', 'COMPLETED');

-- CreateEnum
CREATE TYPE "event_visibility" AS ENUM ('PUBLIC', 'GROUP_ONLY', 'PRIVATE');

-- CreateEnum
CREATE TYPE "event_format" AS ENUM ('IN_PERSON', 'VIRTUAL', 'HYBRID');

-- CreateEnum
CREATE TYPE "price_type" AS ENUM ('FREE', 'PAID', 'DONATION');

-- CreateEnum
CREATE TYPE "attendance_status" AS ENUM ('INTERESTED', 'GOING', 'MAYBE', 'NOT_GOING', 'WAITLISTED', 'PENDING_APPROVAL', 'CANCELLED');

-- CreateEnum
CREATE TYPE "visibility" AS ENUM ('PUBLIC', 'FRIENDS', 'PRIVATE');

-- CreateEnum
CREATE TYPE "swipe_direction" AS ENUM ('RIGHT', 'UP', 'DOWN', 'LEFT');

-- CreateTable
CREATE TABLE "events" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "content_version" INTEGER NOT NULL DEFAULT 1,
    "status" "event_status" NOT NULL DEFAULT 'DRAFT',
    "visibility" "event_visibility" NOT NULL DEFAULT 'PUBLIC',
    "group_id" UUID,
    "creator_id" UUID NOT NULL,
    "organization_id" UUID,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "category_slug" TEXT NOT NULL,
    "tags" TEXT[],
    "format" "event_format" NOT NULL DEFAULT 'IN_PERSON',
    "online_url" TEXT,
    "venue_id" UUID,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "timezone" TEXT NOT NULL,
    "price_type" "price_type" NOT NULL DEFAULT 'FREE',
    "price_min" BIGINT,
    "price_max" BIGINT,
    "price_currency" CHAR(3),
    "image_url" TEXT,
    "cancel_reason" TEXT,
    "source" TEXT,
    "external_id" TEXT,
    "external_url" TEXT,
    "published_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "venues" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "name" TEXT NOT NULL,
    "address" TEXT,
    "city" TEXT,
    "latitude" DOUBLE PRECISION,
    "longitude" DOUBLE PRECISION,
    "dedupe_key" TEXT NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "venues_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "categories" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "parent_slug" TEXT,
    "position" INTEGER NOT NULL,

    CONSTRAINT "categories_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tags" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "tags_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_invitations" (
    "event_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "invited_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_invitations_pkey" PRIMARY KEY ("event_id","user_id")
);

-- CreateTable
CREATE TABLE "attendances" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "event_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "status" "attendance_status" NOT NULL,
    "visibility" "visibility" NOT NULL DEFAULT 'PRIVATE',
    "ticketed" BOOLEAN NOT NULL DEFAULT false,
    "queue_number" INTEGER,
    "offer_expires_at" TIMESTAMPTZ(3),
    "checked_in_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "attendances_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attendance_counts" (
    "event_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "capacity" INTEGER,
    "going" INTEGER NOT NULL DEFAULT 0,
    "interested" INTEGER NOT NULL DEFAULT 0,
    "maybe" INTEGER NOT NULL DEFAULT 0,
    "waitlisted" INTEGER NOT NULL DEFAULT 0,
    "checked_in" INTEGER NOT NULL DEFAULT 0,
    "offered" INTEGER NOT NULL DEFAULT 0,
    "overbooked" INTEGER NOT NULL DEFAULT 0,
    "last_queued" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "attendance_counts_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "check_ins" (
    "event_id" UUID NOT NULL,
    "nonce" TEXT NOT NULL,
    "attendance_id" UUID NOT NULL,
    "ticket_id" UUID,
    "checked_in_by" UUID NOT NULL,
    "checked_in_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "check_ins_pkey" PRIMARY KEY ("event_id","nonce")
);

-- CreateTable
CREATE TABLE "swipes" (
    "user_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "direction" "swipe_direction" NOT NULL,
    "swiped_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "swipes_pkey" PRIMARY KEY ("user_id","event_id")
);

-- CreateTable
CREATE TABLE "people" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "username" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "interests" TEXT[],
    "interests_visibility" "visibility" NOT NULL DEFAULT 'PRIVATE',
    "latitude" DOUBLE PRECISION,
    "longitude" DOUBLE PRECISION,
    "attendance_visibility" "visibility" NOT NULL DEFAULT 'PRIVATE',
    "erased" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "people_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person_edges" (
    "connection_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "other_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "friends" BOOLEAN NOT NULL,
    "blocked" BOOLEAN NOT NULL,

    CONSTRAINT "person_edges_pkey" PRIMARY KEY ("connection_id","user_id")
);

-- CreateTable
CREATE TABLE "group_members" (
    "group_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "role" TEXT,

    CONSTRAINT "group_members_pkey" PRIMARY KEY ("group_id","user_id")
);

-- CreateTable
CREATE TABLE "event_standings" (
    "event_id" UUID NOT NULL,
    "workflow_id" UUID,
    "workflow_version" INTEGER,
    "decided_at" TIMESTAMPTZ(3),
    "curation_status" TEXT,
    "quality_score" DOUBLE PRECISION,
    "badges" TEXT[],
    "rating" DOUBLE PRECISION,
    "review_count" INTEGER NOT NULL DEFAULT 0,
    "rated_at" TIMESTAMPTZ(3),

    CONSTRAINT "event_standings_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "tickets" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "tier_name" TEXT,
    "code_hash" TEXT,
    "paid_at" TIMESTAMPTZ(3),
    "refunded_at" TIMESTAMPTZ(3),
    "checked_in_at" TIMESTAMPTZ(3),

    CONSTRAINT "tickets_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "events_creator_id_starts_at_id_idx" ON "events"("creator_id", "starts_at", "id");

-- CreateIndex
CREATE INDEX "events_group_id_starts_at_id_idx" ON "events"("group_id", "starts_at", "id");

-- CreateIndex
CREATE INDEX "events_venue_id_starts_at_idx" ON "events"("venue_id", "starts_at");

-- CreateIndex
CREATE INDEX "events_category_slug_starts_at_id_idx" ON "events"("category_slug", "starts_at", "id");

-- CreateIndex
CREATE INDEX "events_starts_at_id_idx" ON "events"("starts_at", "id");

-- CreateIndex
CREATE INDEX "events_tags_idx" ON "events" USING GIN ("tags");

-- CreateIndex
CREATE UNIQUE INDEX "events_source_external_id_key" ON "events"("source", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "venues_dedupe_key_key" ON "venues"("dedupe_key");

-- CreateIndex
CREATE UNIQUE INDEX "categories_slug_key" ON "categories"("slug");

-- CreateIndex
CREATE INDEX "categories_parent_slug_position_idx" ON "categories"("parent_slug", "position");

-- CreateIndex
CREATE UNIQUE INDEX "tags_name_key" ON "tags"("name");

-- CreateIndex
CREATE INDEX "event_invitations_user_id_created_at_event_id_idx" ON "event_invitations"("user_id", "created_at", "event_id");

-- CreateIndex
CREATE INDEX "attendances_user_id_status_event_id_idx" ON "attendances"("user_id", "status", "event_id");

-- CreateIndex
CREATE INDEX "attendances_event_id_status_updated_at_id_idx" ON "attendances"("event_id", "status", "updated_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "attendances_event_id_user_id_key" ON "attendances"("event_id", "user_id");

-- CreateIndex
CREATE INDEX "check_ins_attendance_id_idx" ON "check_ins"("attendance_id");

-- CreateIndex
CREATE INDEX "swipes_user_id_direction_swiped_at_event_id_idx" ON "swipes"("user_id", "direction", "swiped_at", "event_id");

-- CreateIndex
CREATE INDEX "swipes_event_id_direction_idx" ON "swipes"("event_id", "direction");

-- CreateIndex
CREATE INDEX "person_edges_user_id_other_id_idx" ON "person_edges"("user_id", "other_id");

-- CreateIndex
CREATE INDEX "group_members_user_id_idx" ON "group_members"("user_id");

-- CreateIndex
CREATE INDEX "tickets_user_id_event_id_idx" ON "tickets"("user_id", "event_id");

-- CreateIndex
CREATE INDEX "tickets_event_id_code_hash_idx" ON "tickets"("event_id", "code_hash");

-- AddForeignKey
ALTER TABLE "events" ADD CONSTRAINT "events_category_slug_fkey" FOREIGN KEY ("category_slug") REFERENCES "categories"("slug") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "events" ADD CONSTRAINT "events_venue_id_fkey" FOREIGN KEY ("venue_id") REFERENCES "venues"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "categories" ADD CONSTRAINT "categories_parent_slug_fkey" FOREIGN KEY ("parent_slug") REFERENCES "categories"("slug") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_invitations" ADD CONSTRAINT "event_invitations_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attendances" ADD CONSTRAINT "attendances_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attendance_counts" ADD CONSTRAINT "attendance_counts_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "swipes" ADD CONSTRAINT "swipes_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_standings" ADD CONSTRAINT "event_standings_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

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
  CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);
-- Only what is still to be published: stays tiny however long the history grows.
CREATE INDEX "outbox_unpublished" ON "outbox" ("sequence") WHERE "published_at" IS NULL;
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

-- One row for each mutation that came with an idempotency key; written in the transaction of its effect.
CREATE TABLE "idempotency_keys" (
  "principal"    TEXT        NOT NULL,
  "operation"    TEXT        NOT NULL,
  "key"          TEXT        NOT NULL,
  "request_hash" TEXT        NOT NULL,
  "response"     JSONB,
  "created_at"   TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("principal", "operation", "key")
);
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys" ("created_at");

-- By hand: what Prisma's schema language cannot say. It leaves these alone.

CREATE EXTENSION IF NOT EXISTS "cube";
CREATE EXTENSION IF NOT EXISTS "earthdistance";
CREATE EXTENSION IF NOT EXISTS "pg_trgm";

ALTER TABLE "events"
  ADD CONSTRAINT "events_end_after_start" CHECK ("ends_at" > "starts_at"),
  ADD CONSTRAINT "events_group_only_has_group" CHECK ("visibility" <> 'GROUP_ONLY' OR "group_id" IS NOT NULL),
  ADD CONSTRAINT "events_price" CHECK (
    ("price_min" IS NULL OR "price_min" >= 0)
    AND ("price_max" IS NULL OR ("price_min" IS NOT NULL AND "price_max" >= "price_min"))
    AND (("price_min" IS NULL) = ("price_currency" IS NULL))
    AND ("price_type" <> 'FREE' OR "price_min" IS NULL)
  );

ALTER TABLE "venues"
  ADD CONSTRAINT "venues_coordinates" CHECK (
    ("latitude" IS NULL AND "longitude" IS NULL) OR ("latitude" BETWEEN -90 AND 90 AND "longitude" BETWEEN -180 AND 180)
  );

-- The second belt: whatever the code does, this row cannot say that more places are taken than there are.
ALTER TABLE "attendance_counts"
  ADD CONSTRAINT "attendance_counts_not_negative" CHECK (
    "going" >= 0 AND "interested" >= 0 AND "maybe" >= 0 AND "waitlisted" >= 0 AND "checked_in" >= 0 AND "offered" >= 0
    AND "overbooked" >= 0 AND "capacity" > 0
  ),
  ADD CONSTRAINT "attendance_counts_never_oversold" CHECK ("capacity" IS NULL OR "going" + "offered" <= "capacity" + "overbooked");

ALTER TABLE "attendances"
  ADD CONSTRAINT "attendances_queue" CHECK (("status" = 'WAITLISTED') = ("queue_number" IS NOT NULL)),
  ADD CONSTRAINT "attendances_offer" CHECK ("offer_expires_at" IS NULL OR "status" = 'WAITLISTED'),
  ADD CONSTRAINT "attendances_ticket_is_a_place" CHECK (NOT "ticketed" OR "status" = 'GOING'),
  ADD CONSTRAINT "attendances_checked_in_goes" CHECK ("checked_in_at" IS NULL OR "status" = 'GOING');

-- The head of a queue, and places in it.
CREATE UNIQUE INDEX "attendances_queue_idx" ON "attendances" ("event_id", "queue_number") WHERE "status" = 'WAITLISTED';
CREATE INDEX "attendances_offers_due_idx" ON "attendances" ("offer_expires_at") WHERE "offer_expires_at" IS NOT NULL;

-- Events that are to be completed; what a category holds now; radius searches.
CREATE INDEX "events_running_idx" ON "events" ("ends_at") WHERE "status" = 'PUBLISHED';
CREATE INDEX "events_discoverable_idx" ON "events" ("category_slug", "ends_at") WHERE "status" = 'PUBLISHED' AND "visibility" = 'PUBLIC';
CREATE INDEX "venues_place_idx" ON "venues" USING GIST (ll_to_earth("latitude", "longitude")) WHERE "latitude" IS NOT NULL;
CREATE INDEX "venues_name_idx" ON "venues" USING GIN ("name" gin_trgm_ops);
