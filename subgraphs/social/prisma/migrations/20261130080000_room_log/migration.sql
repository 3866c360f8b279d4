-- CreateEnum
CREATE TYPE "room_purpose" AS ENUM ('MAIN', 'BACKSTAGE', 'ANNOUNCEMENTS');

-- CreateEnum
CREATE TYPE "room_notify" AS ENUM ('ALL', 'MENTIONS', 'NOTHING');

-- CreateEnum
CREATE TYPE "room_change_kind" AS ENUM ('MESSAGE_ADDED', 'MESSAGE_EDITED', 'MESSAGE_DELETED', 'REACTIONS', 'PIN', 'READ', 'DELIVERED', 'MEMBER', 'SETTINGS');

-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "delete_reason" TEXT,
ADD COLUMN     "deleted_at" TIMESTAMPTZ(3),
ADD COLUMN     "deleted_by" UUID,
ADD COLUMN     "edited_at" TIMESTAMPTZ(3),
ADD COLUMN     "edits" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "mentioned_ids" UUID[] DEFAULT ARRAY[]::UUID[],
ADD COLUMN     "pinned_at" TIMESTAMPTZ(3),
ADD COLUMN     "reply_to_id" UUID;

-- AlterTable
ALTER TABLE "room_members" ADD COLUMN     "banned_until" TIMESTAMPTZ(3),
ADD COLUMN     "delivered_sequence" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "history_from" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "muted_until" TIMESTAMPTZ(3),
ADD COLUMN     "notify" "room_notify" NOT NULL DEFAULT 'ALL',
ADD COLUMN     "pinned_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "rooms" ADD COLUMN     "announcements_only" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "keep_days" INTEGER,
ADD COLUMN     "owner_id" UUID,
ADD COLUMN     "purpose" "room_purpose" NOT NULL DEFAULT 'MAIN',
ADD COLUMN     "slow_mode_seconds" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "message_versions" (
    "message_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "replaced_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "message_versions_pkey" PRIMARY KEY ("message_id","version")
);

-- CreateTable
CREATE TABLE "message_reactions" (
    "message_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "emoji" TEXT NOT NULL,
    "reacted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "message_reactions_pkey" PRIMARY KEY ("message_id","emoji","user_id")
);

-- CreateTable
CREATE TABLE "room_logs" (
    "room_id" UUID NOT NULL,
    "last_change" INTEGER NOT NULL DEFAULT 0,
    "forgotten" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "room_logs_pkey" PRIMARY KEY ("room_id")
);

-- CreateTable
CREATE TABLE "room_changes" (
    "id" BIGSERIAL NOT NULL,
    "room_id" UUID NOT NULL,
    "number" INTEGER,
    "kind" "room_change_kind" NOT NULL,
    "message_id" UUID,
    "user_id" UUID,

    CONSTRAINT "room_changes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "message_reactions_user_id_idx" ON "message_reactions"("user_id");

-- CreateIndex
CREATE INDEX "room_changes_user_id_idx" ON "room_changes"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "room_changes_room_id_number_key" ON "room_changes"("room_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "rooms_kind_owner_id_purpose_key" ON "rooms"("kind", "owner_id", "purpose");

-- AddForeignKey
ALTER TABLE "message_versions" ADD CONSTRAINT "message_versions_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "messages"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message_reactions" ADD CONSTRAINT "message_reactions_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "messages"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Those that nobody has looked for yet.
CREATE INDEX "room_changes_unnumbered" ON "room_changes" ("room_id", "id") WHERE "number" IS NULL;

-- Messages that are neither unread nor the last: few of the many.
CREATE INDEX "messages_not_counted" ON "messages" ("room_id", "sequence") WHERE "deleted_at" IS NOT NULL OR "sender_id" IS NULL;
CREATE INDEX "messages_pinned" ON "messages" ("room_id", "pinned_at") WHERE "pinned_at" IS NOT NULL;
CREATE INDEX "messages_mentioning" ON "messages" USING gin ("mentioned_ids") WHERE "mentioned_ids" <> '{}';

-- The version before this one names events and groups alone.
CREATE FUNCTION "room_owner"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  NEW.owner_id := coalesce(NEW.owner_id, NEW.event_id, NEW.group_id);
  RETURN NEW;
END
$$;
CREATE TRIGGER "room_inserted" BEFORE INSERT ON "rooms" FOR EACH ROW EXECUTE FUNCTION "room_owner"();
UPDATE "rooms" SET "owner_id" = coalesce("event_id", "group_id");

-- What was before the log is not in it: who asks for all of it loads the room anew.
INSERT INTO "room_logs" ("room_id", "last_change", "forgotten") SELECT "id", 1, 1 FROM "rooms";

-- The log follows from the rows, whatever changes them: no path can forget it.
CREATE FUNCTION "log_message"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO room_changes (room_id, kind, message_id) VALUES (NEW.room_id, 'MESSAGE_ADDED', NEW.id);
  ELSIF (NEW.deleted_at IS NOT NULL AND OLD.deleted_at IS NULL) OR (NEW.sender_id IS NULL AND OLD.sender_id IS NOT NULL) THEN
    INSERT INTO room_changes (room_id, kind, message_id) VALUES (NEW.room_id, 'MESSAGE_DELETED', NEW.id);
  ELSIF NEW.edits <> OLD.edits OR NEW.mentioned_ids <> OLD.mentioned_ids OR NEW.text IS DISTINCT FROM OLD.text THEN
    INSERT INTO room_changes (room_id, kind, message_id) VALUES (NEW.room_id, 'MESSAGE_EDITED', NEW.id);
  ELSE
    INSERT INTO room_changes (room_id, kind, message_id) VALUES (NEW.room_id, 'PIN', NEW.id);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER "message_inserted" AFTER INSERT ON "messages" FOR EACH ROW EXECUTE FUNCTION "log_message"();
CREATE TRIGGER "message_updated" AFTER UPDATE ON "messages" FOR EACH ROW
  WHEN ((OLD.text, OLD.deleted_at, OLD.sender_id, OLD.edits, OLD.pinned_at, OLD.mentioned_ids)
        IS DISTINCT FROM (NEW.text, NEW.deleted_at, NEW.sender_id, NEW.edits, NEW.pinned_at, NEW.mentioned_ids))
  EXECUTE FUNCTION "log_message"();

-- A message that went with its room is not told of.
CREATE FUNCTION "log_reaction"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO room_changes (room_id, kind, message_id)
  SELECT m.room_id, 'REACTIONS', m.id FROM messages m WHERE m.id = coalesce(NEW.message_id, OLD.message_id);
  RETURN NULL;
END
$$;
CREATE TRIGGER "reaction_changed" AFTER INSERT OR DELETE ON "message_reactions" FOR EACH ROW EXECUTE FUNCTION "log_reaction"();

-- A refusal of a stranger is not told: who has declined is shown as a member who has not answered.
CREATE FUNCTION "log_member"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NOT NEW.active THEN RETURN NULL; END IF;
  IF TG_OP = 'UPDATE' AND (NEW.active OR NEW.answer = 'DECLINED') = (OLD.active OR OLD.answer = 'DECLINED') AND NEW.role = OLD.role
     AND (NEW.answer = OLD.answer OR NEW.answer <> 'ACCEPTED') THEN RETURN NULL; END IF;
  IF TG_OP = 'DELETE' AND NOT (OLD.active OR OLD.answer = 'DECLINED') THEN RETURN NULL; END IF;
  INSERT INTO room_changes (room_id, kind, user_id)
  SELECT r.id, 'MEMBER', coalesce(NEW.user_id, OLD.user_id) FROM rooms r WHERE r.id = coalesce(NEW.room_id, OLD.room_id);
  RETURN NULL;
END
$$;
CREATE TRIGGER "member_came_or_went" AFTER INSERT OR DELETE ON "room_members" FOR EACH ROW EXECUTE FUNCTION "log_member"();
CREATE TRIGGER "member_changed" AFTER UPDATE ON "room_members" FOR EACH ROW
  WHEN ((OLD.active, OLD.role, OLD.answer) IS DISTINCT FROM (NEW.active, NEW.role, NEW.answer)) EXECUTE FUNCTION "log_member"();

CREATE FUNCTION "log_settings"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO room_changes (room_id, kind) VALUES (NEW.id, 'SETTINGS');
  RETURN NULL;
END
$$;
CREATE TRIGGER "room_settings_changed" AFTER UPDATE ON "rooms" FOR EACH ROW
  WHEN ((OLD.slow_mode_seconds, OLD.announcements_only, OLD.keep_days) IS DISTINCT FROM (NEW.slow_mode_seconds, NEW.announcements_only, NEW.keep_days))
  EXECUTE FUNCTION "log_settings"();
