-- Word parts, for finding people by a piece of their name.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateEnum
CREATE TYPE "role" AS ENUM ('user', 'curator', 'moderator', 'admin');

-- CreateEnum
CREATE TYPE "visibility" AS ENUM ('PUBLIC', 'FRIENDS', 'PRIVATE');

-- CreateEnum
CREATE TYPE "achievement_badge" AS ENUM ('FIRST_EVENT', 'REGULAR', 'DEVOTEE', 'CRITIC', 'HOST', 'IMPRESARIO');

-- CreateEnum
CREATE TYPE "notification_type" AS ENUM ('CONNECTION_REQUESTED', 'CONNECTION_ACCEPTED', 'EVENT_UPDATED', 'EVENT_CANCELLED', 'EVENT_APPROVED', 'EVENT_NEEDS_REVISION', 'EVENT_REJECTED', 'PLACE_OFFERED', 'ORDER_PAID', 'ORDER_REFUNDED', 'MESSAGE_RECEIVED');

-- CreateEnum
CREATE TYPE "notification_target_type" AS ENUM ('EVENT', 'USER', 'CHAT_ROOM');

-- CreateEnum
CREATE TYPE "organization_role" AS ENUM ('OWNER', 'MANAGER', 'STAFF');

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "username_key" TEXT NOT NULL,
    "password_hash" TEXT,
    "password_changed_at" TIMESTAMPTZ(3),
    "role" "role" NOT NULL DEFAULT 'user',
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "verified" BOOLEAN NOT NULL DEFAULT false,
    "suspended_at" TIMESTAMPTZ(3),
    "suspension_reason" TEXT,
    "birth_date" DATE,
    "display_name" TEXT NOT NULL,
    "avatar_url" TEXT,
    "bio" TEXT,
    "interests" TEXT[],
    "traits" TEXT[],
    "latitude" DOUBLE PRECISION,
    "longitude" DOUBLE PRECISION,
    "activity_level" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "bio_visibility" "visibility" NOT NULL DEFAULT 'PRIVATE',
    "location_visibility" "visibility" NOT NULL DEFAULT 'PRIVATE',
    "interests_visibility" "visibility" NOT NULL DEFAULT 'PRIVATE',
    "friends_visibility" "visibility" NOT NULL DEFAULT 'PRIVATE',
    "attendance_visibility" "visibility" NOT NULL DEFAULT 'PRIVATE',
    "suggestible" BOOLEAN NOT NULL DEFAULT true,
    "reputation" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "points" INTEGER NOT NULL DEFAULT 0,
    "badges" "achievement_badge"[],
    "events_attended" INTEGER NOT NULL DEFAULT 0,
    "reviews_given" INTEGER NOT NULL DEFAULT 0,
    "community_contributions" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "salt" BYTEA NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "ip" TEXT,
    "network" TEXT NOT NULL,
    "user_agent" TEXT,
    "client_name" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refresh_tokens" (
    "token_hash" BYTEA NOT NULL,
    "session_id" UUID NOT NULL,
    "generation" INTEGER NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "refresh_tokens_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "login_attempts" (
    "account" TEXT NOT NULL,
    "network" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "last_failed_at" TIMESTAMPTZ(3) NOT NULL,
    "locked_until" TIMESTAMPTZ(3),

    CONSTRAINT "login_attempts_pkey" PRIMARY KEY ("account","network")
);

-- CreateTable
CREATE TABLE "signing_keys" (
    "kid" TEXT NOT NULL,
    "public_jwk" JSONB NOT NULL,
    "encrypted_private" BYTEA NOT NULL,
    "secret_id" TEXT NOT NULL,
    "signs_from" TIMESTAMPTZ(3) NOT NULL,
    "signs_until" TIMESTAMPTZ(3) NOT NULL,
    "published_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "signing_keys_pkey" PRIMARY KEY ("kid")
);

-- CreateTable
CREATE TABLE "notifications" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "type" "notification_type" NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "target_type" "notification_target_type",
    "target_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "notifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification_mutes" (
    "user_id" UUID NOT NULL,
    "type" "notification_type" NOT NULL,

    CONSTRAINT "notification_mutes_pkey" PRIMARY KEY ("user_id","type")
);

-- CreateTable
CREATE TABLE "organizations" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "website_url" TEXT,
    "verified" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "organizations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organization_members" (
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "organization_role" NOT NULL,
    "joined_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "organization_members_pkey" PRIMARY KEY ("organization_id","user_id")
);

-- CreateTable
CREATE TABLE "connection_copies" (
    "connection_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "low_id" UUID NOT NULL,
    "high_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "status" TEXT NOT NULL,

    CONSTRAINT "connection_copies_pkey" PRIMARY KEY ("connection_id")
);

-- CreateTable
CREATE TABLE "event_copies" (
    "event_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "timezone" TEXT NOT NULL,
    "venue_name" TEXT,
    "creator_id" UUID NOT NULL,
    "imported" BOOLEAN NOT NULL,

    CONSTRAINT "event_copies_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "curation_copies" (
    "workflow_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "event_id" UUID NOT NULL,
    "creator_id" UUID NOT NULL,
    "status" TEXT NOT NULL,

    CONSTRAINT "curation_copies_pkey" PRIMARY KEY ("workflow_id")
);

-- CreateTable
CREATE TABLE "attendance_copies" (
    "attendance_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "event_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "checked_in_at" TIMESTAMPTZ(3),
    "offer_expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "attendance_copies_pkey" PRIMARY KEY ("attendance_id")
);

-- CreateTable
CREATE TABLE "review_copies" (
    "review_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "event_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "rating" INTEGER,

    CONSTRAINT "review_copies_pkey" PRIMARY KEY ("review_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key_key" ON "users"("email_key");

-- CreateIndex
CREATE UNIQUE INDEX "users_username_key_key" ON "users"("username_key");

-- CreateIndex
CREATE INDEX "users_display_name_trgm" ON "users" USING GIN ("display_name" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "users_username_trgm" ON "users" USING GIN ("username_key" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "sessions_user_id_created_at_id_idx" ON "sessions"("user_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "sessions_user_id_network_idx" ON "sessions"("user_id", "network");

-- CreateIndex
CREATE INDEX "sessions_expires_at_idx" ON "sessions"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "refresh_tokens_session_id_generation_key" ON "refresh_tokens"("session_id", "generation");

-- CreateIndex
CREATE INDEX "login_attempts_last_failed_at_idx" ON "login_attempts"("last_failed_at");

-- CreateIndex
CREATE INDEX "notifications_user_id_created_at_id_idx" ON "notifications"("user_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "organizations_slug_key" ON "organizations"("slug");

-- CreateIndex
CREATE INDEX "organization_members_user_id_idx" ON "organization_members"("user_id");

-- CreateIndex
CREATE INDEX "connection_copies_low_id_high_id_idx" ON "connection_copies"("low_id", "high_id");

-- CreateIndex
CREATE INDEX "connection_copies_high_id_idx" ON "connection_copies"("high_id");

-- CreateIndex
CREATE INDEX "event_copies_creator_id_status_idx" ON "event_copies"("creator_id", "status");

-- CreateIndex
CREATE INDEX "curation_copies_creator_id_status_idx" ON "curation_copies"("creator_id", "status");

-- CreateIndex
CREATE INDEX "attendance_copies_event_id_status_idx" ON "attendance_copies"("event_id", "status");

-- CreateIndex
CREATE INDEX "attendance_copies_user_id_idx" ON "attendance_copies"("user_id");

-- CreateIndex
CREATE INDEX "review_copies_author_id_idx" ON "review_copies"("author_id");

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refresh_tokens" ADD CONSTRAINT "refresh_tokens_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_mutes" ADD CONSTRAINT "notification_mutes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization_members" ADD CONSTRAINT "organization_members_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization_members" ADD CONSTRAINT "organization_members_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot express.

-- Rules that hold whatever code writes.
ALTER TABLE "users"
  ADD CONSTRAINT "users_email_key_lower" CHECK ("email_key" = lower("email_key")),
  ADD CONSTRAINT "users_username_key_lower" CHECK ("username_key" = lower("username_key")),
  ADD CONSTRAINT "users_reputation_range" CHECK ("reputation" BETWEEN 0 AND 100),
  ADD CONSTRAINT "users_activity_level_range" CHECK ("activity_level" BETWEEN 0 AND 10),
  ADD CONSTRAINT "users_location_whole" CHECK (("latitude" IS NULL) = ("longitude" IS NULL)),
  ADD CONSTRAINT "users_location_range" CHECK ("latitude" BETWEEN -90 AND 90 AND "longitude" BETWEEN -180 AND 180);
ALTER TABLE "connection_copies" ADD CONSTRAINT "connection_copies_ordered" CHECK ("low_id" < "high_id");
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_target_whole" CHECK (("target_type" IS NULL) = ("target_id" IS NULL));
ALTER TABLE "signing_keys" ADD CONSTRAINT "signing_keys_order" CHECK ("signs_from" < "signs_until" AND "signs_until" < "published_until");

-- The number on the bell is asked for with every page: only what is unread is in this index.
CREATE INDEX "notifications_unread" ON "notifications" ("user_id") WHERE "read_at" IS NULL;
-- Sign-in and "end all sessions" look at live sessions only.
CREATE INDEX "sessions_live" ON "sessions" ("user_id") WHERE "ended_at" IS NULL;

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
