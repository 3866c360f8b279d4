-- CreateEnum
CREATE TYPE "visibility" AS ENUM ('PUBLIC', 'FRIENDS', 'PRIVATE');

-- CreateEnum
CREATE TYPE "event_status" AS ENUM ('DRAFT', 'PENDING_REVIEW', 'NEEDS_REVISION', 'REJECTED', 'PUBLISHED', 'CANCELLED', 'COMPLETED');

-- CreateEnum
CREATE TYPE "event_visibility" AS ENUM ('PUBLIC', 'GROUP_ONLY', 'PRIVATE');

-- CreateEnum
CREATE TYPE "attendance_status" AS ENUM ('INTERESTED', 'GOING', 'MAYBE', 'NOT_GOING', 'WAITLISTED', 'PENDING_APPROVAL', 'CANCELLED');

-- CreateEnum
CREATE TYPE "connection_type" AS ENUM ('FRIEND', 'PROFESSIONAL', 'FAMILY');

-- CreateEnum
CREATE TYPE "connection_status" AS ENUM ('PENDING', 'ACCEPTED', 'DECLINED', 'CANCELLED', 'EXPIRED', 'BLOCKED', 'REMOVED');

-- CreateEnum
CREATE TYPE "group_privacy" AS ENUM ('PUBLIC', 'FRIENDS_ONLY', 'PRIVATE', 'INVITE_ONLY');

-- CreateEnum
CREATE TYPE "group_role" AS ENUM ('OWNER', 'ADMIN', 'MODERATOR', 'MEMBER');

-- CreateEnum
CREATE TYPE "room_kind" AS ENUM ('EVENT', 'GROUP', 'DIRECT');

-- CreateEnum
CREATE TYPE "room_role" AS ENUM ('ORGANISER', 'GUEST', 'INTERESTED', 'MEMBER');

-- CreateEnum
CREATE TYPE "presence_state" AS ENUM ('ONLINE', 'AWAY', 'BUSY', 'OFFLINE');

-- CreateEnum
CREATE TYPE "activity_type" AS ENUM ('EVENT_CREATED', 'EVENT_ATTENDING', 'EVENT_REVIEW', 'FRIEND_JOINED', 'GROUP_JOINED');

-- CreateTable
CREATE TABLE "people" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "interests" TEXT[],
    "traits" TEXT[],
    "latitude" DOUBLE PRECISION,
    "longitude" DOUBLE PRECISION,
    "activity_level" DOUBLE PRECISION NOT NULL,
    "interests_visibility" "visibility" NOT NULL,
    "location_visibility" "visibility" NOT NULL,
    "friends_visibility" "visibility" NOT NULL,
    "suggestible" BOOLEAN NOT NULL,
    "active" BOOLEAN NOT NULL,
    "erased" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "people_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "known_events" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "creator_id" UUID,
    "status" "event_status" NOT NULL,
    "visibility" "event_visibility" NOT NULL,
    "group_id" UUID,
    "title" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "known_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attendances" (
    "event_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "status" "attendance_status" NOT NULL,
    "visibility" "visibility" NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attendances_pkey" PRIMARY KEY ("event_id","user_id")
);

-- CreateTable
CREATE TABLE "ticket_orders" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "user_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "tickets_left" INTEGER NOT NULL,
    "refunded_at" TIMESTAMPTZ(3),

    CONSTRAINT "ticket_orders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "known_reviews" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "known_reviews_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connections" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "requester_id" UUID NOT NULL,
    "addressee_id" UUID NOT NULL,
    "type" "connection_type" NOT NULL,
    "status" "connection_status" NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "responded_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connections_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "friendships" (
    "user_id" UUID NOT NULL,
    "friend_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "friendships_pkey" PRIMARY KEY ("user_id","friend_id")
);

-- CreateTable
CREATE TABLE "blocks" (
    "blocker_id" UUID NOT NULL,
    "blocked_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "blocks_pkey" PRIMARY KEY ("blocker_id","blocked_id")
);

-- CreateTable
CREATE TABLE "follows" (
    "follower_id" UUID NOT NULL,
    "followee_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "follows_pkey" PRIMARY KEY ("follower_id","followee_id")
);

-- CreateTable
CREATE TABLE "groups" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "privacy" "group_privacy" NOT NULL DEFAULT 'PRIVATE',
    "max_members" INTEGER NOT NULL DEFAULT 50,
    "member_count" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "groups_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "group_members" (
    "group_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "role" "group_role" NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "joined_at" TIMESTAMPTZ(3) NOT NULL,
    "left_at" TIMESTAMPTZ(3),
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "group_members_pkey" PRIMARY KEY ("group_id","user_id")
);

-- CreateTable
CREATE TABLE "group_invitations" (
    "group_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "inviter_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "group_invitations_pkey" PRIMARY KEY ("group_id","user_id")
);

-- CreateTable
CREATE TABLE "rooms" (
    "id" UUID NOT NULL,
    "kind" "room_kind" NOT NULL,
    "event_id" UUID,
    "group_id" UUID,
    "direct_low" UUID,
    "direct_high" UUID,
    "last_sequence" INTEGER NOT NULL DEFAULT 0,
    "last_message_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rooms_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "room_members" (
    "room_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "room_role" NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "joined_at" TIMESTAMPTZ(3) NOT NULL,
    "banned_at" TIMESTAMPTZ(3),
    "last_read_sequence" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "room_members_pkey" PRIMARY KEY ("room_id","user_id")
);

-- CreateTable
CREATE TABLE "messages" (
    "id" UUID NOT NULL,
    "room_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "sender_id" UUID,
    "client_message_id" TEXT NOT NULL,
    "text" TEXT,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE UNLOGGED TABLE "presence_leases" (
    "user_id" UUID NOT NULL,
    "connection_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "state" "presence_state" NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "presence_leases_pkey" PRIMARY KEY ("user_id","connection_id")
);

-- CreateTable
CREATE TABLE "presence" (
    "user_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "state" "presence_state" NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "presence_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "activity_items" (
    "id" UUID NOT NULL,
    "type" "activity_type" NOT NULL,
    "actor_id" UUID NOT NULL,
    "event_id" UUID,
    "group_id" UUID,
    "friend_id" UUID,
    "visibility" "visibility" NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,

    CONSTRAINT "activity_items_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "people_interests_idx" ON "people" USING GIN ("interests");

-- CreateIndex
CREATE INDEX "known_events_creator_id_idx" ON "known_events"("creator_id");

-- CreateIndex
CREATE INDEX "attendances_user_id_idx" ON "attendances"("user_id");

-- CreateIndex
CREATE INDEX "ticket_orders_event_id_user_id_idx" ON "ticket_orders"("event_id", "user_id");

-- CreateIndex
CREATE INDEX "ticket_orders_user_id_idx" ON "ticket_orders"("user_id");

-- CreateIndex
CREATE INDEX "connections_requester_id_updated_at_id_idx" ON "connections"("requester_id", "updated_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "connections_addressee_id_updated_at_id_idx" ON "connections"("addressee_id", "updated_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "friendships_user_id_since_friend_id_idx" ON "friendships"("user_id", "since" DESC, "friend_id" DESC);

-- CreateIndex
CREATE INDEX "blocks_blocked_id_idx" ON "blocks"("blocked_id");

-- CreateIndex
CREATE INDEX "follows_follower_id_created_at_followee_id_idx" ON "follows"("follower_id", "created_at" DESC, "followee_id" DESC);

-- CreateIndex
CREATE INDEX "follows_followee_id_created_at_follower_id_idx" ON "follows"("followee_id", "created_at" DESC, "follower_id" DESC);

-- CreateIndex
CREATE INDEX "group_members_user_id_active_idx" ON "group_members"("user_id", "active");

-- CreateIndex
CREATE INDEX "group_invitations_user_id_idx" ON "group_invitations"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "rooms_event_id_key" ON "rooms"("event_id");

-- CreateIndex
CREATE UNIQUE INDEX "rooms_group_id_key" ON "rooms"("group_id");

-- CreateIndex
CREATE UNIQUE INDEX "rooms_direct_low_direct_high_key" ON "rooms"("direct_low", "direct_high");

-- CreateIndex
CREATE INDEX "room_members_user_id_active_idx" ON "room_members"("user_id", "active");

-- CreateIndex
CREATE INDEX "messages_sender_id_idx" ON "messages"("sender_id");

-- CreateIndex
CREATE UNIQUE INDEX "messages_room_id_sequence_key" ON "messages"("room_id", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "messages_room_id_sender_id_client_message_id_key" ON "messages"("room_id", "sender_id", "client_message_id");

-- CreateIndex
CREATE INDEX "presence_leases_expires_at_idx" ON "presence_leases"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "activity_items_source_key" ON "activity_items"("source");

-- CreateIndex
CREATE INDEX "activity_items_actor_id_occurred_at_id_idx" ON "activity_items"("actor_id", "occurred_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "activity_items_event_id_occurred_at_id_idx" ON "activity_items"("event_id", "occurred_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "activity_items_friend_id_idx" ON "activity_items"("friend_id");

-- AddForeignKey
ALTER TABLE "group_members" ADD CONSTRAINT "group_members_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_invitations" ADD CONSTRAINT "group_invitations_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "room_members" ADD CONSTRAINT "room_members_room_id_fkey" FOREIGN KEY ("room_id") REFERENCES "rooms"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "messages" ADD CONSTRAINT "messages_room_id_fkey" FOREIGN KEY ("room_id") REFERENCES "rooms"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot express.

-- One connection for each pair of people and type, whoever asked first: two requests at once meet here.
CREATE UNIQUE INDEX "connections_pair_key"
  ON "connections" (least("requester_id", "addressee_id"), greatest("requester_id", "addressee_id"), "type");
CREATE INDEX "connections_open" ON "connections" ("expires_at") WHERE "status" = 'PENDING';
ALTER TABLE "connections" ADD CONSTRAINT "connections_two_people" CHECK ("requester_id" <> "addressee_id");
ALTER TABLE "friendships" ADD CONSTRAINT "friendships_two_people" CHECK ("user_id" <> "friend_id");
ALTER TABLE "blocks" ADD CONSTRAINT "blocks_two_people" CHECK ("blocker_id" <> "blocked_id");
ALTER TABLE "follows" ADD CONSTRAINT "follows_two_people" CHECK ("follower_id" <> "followee_id");

-- Never more members than places, whatever the code does.
ALTER TABLE "groups" ADD CONSTRAINT "groups_capacity" CHECK ("member_count" BETWEEN 0 AND "max_members");
CREATE INDEX "groups_listed" ON "groups" ("created_at" DESC, "id" DESC)
  WHERE "closed_at" IS NULL AND "privacy" IN ('PUBLIC', 'INVITE_ONLY');
CREATE INDEX "group_members_present" ON "group_members" ("group_id", "joined_at", "user_id") WHERE "active";

-- A room is for exactly one thing.
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_kind" CHECK (
  CASE "kind"
    WHEN 'EVENT' THEN "event_id" IS NOT NULL AND "group_id" IS NULL AND "direct_low" IS NULL AND "direct_high" IS NULL
    WHEN 'GROUP' THEN "group_id" IS NOT NULL AND "event_id" IS NULL AND "direct_low" IS NULL AND "direct_high" IS NULL
    ELSE "event_id" IS NULL AND "group_id" IS NULL AND "direct_low" < "direct_high"
  END);
CREATE INDEX "room_members_present" ON "room_members" ("room_id", "joined_at", "user_id") WHERE "active";

-- Whoever was last told to be there: few of the many.
CREATE INDEX "presence_there" ON "presence" ("user_id") WHERE "state" <> 'OFFLINE';

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
