-- AlterTable
ALTER TABLE "room_changes" ADD COLUMN     "written_by" xid8 NOT NULL DEFAULT pg_current_xact_id();

-- AlterTable
ALTER TABLE "room_logs" ADD COLUMN     "forgotten_by" xid8;

-- AlterTable
ALTER TABLE "room_members" ADD COLUMN     "unread_from" INTEGER,
ADD COLUMN     "written_by" xid8 NOT NULL DEFAULT pg_current_xact_id();

-- CreateTable
CREATE TABLE "chat_settings" (
    "user_id" UUID NOT NULL,
    "read_receipts" BOOLEAN NOT NULL DEFAULT true,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chat_settings_pkey" PRIMARY KEY ("user_id")
);

-- CreateIndex
CREATE INDEX "room_changes_room_id_written_by_idx" ON "room_changes"("room_id", "written_by");

-- What makes a room another one in the list of its member. Whoever asks what is another since a snapshot compares with the oldest transaction
-- that was under way in it: what was written by that one or a later one may not have been seen.
CREATE FUNCTION "touch_membership"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  NEW.written_by := pg_current_xact_id();
  RETURN NEW;
END
$$;
CREATE TRIGGER "membership_touched" BEFORE UPDATE ON "room_members" FOR EACH ROW
  WHEN ((OLD.active, OLD.role, OLD.answer, OLD.last_read_sequence, OLD.unread_from, OLD.notify, OLD.muted_until, OLD.history_from)
        IS DISTINCT FROM (NEW.active, NEW.role, NEW.answer, NEW.last_read_sequence, NEW.unread_from, NEW.notify, NEW.muted_until, NEW.history_from))
  EXECUTE FUNCTION "touch_membership"();

-- The name of a room is that of its event or its group; who may speak in an event's room follows from its status and times.
CREATE FUNCTION "log_room_of_event"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO room_changes (room_id, kind) SELECT r.id, 'SETTINGS' FROM rooms r WHERE r.kind = 'EVENT' AND r.owner_id = NEW.id;
  RETURN NULL;
END
$$;
CREATE TRIGGER "event_of_room_changed" AFTER UPDATE ON "known_events" FOR EACH ROW
  WHEN ((OLD.title, OLD.status, OLD.starts_at, OLD.ends_at) IS DISTINCT FROM (NEW.title, NEW.status, NEW.starts_at, NEW.ends_at))
  EXECUTE FUNCTION "log_room_of_event"();

CREATE FUNCTION "log_room_of_group"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO room_changes (room_id, kind) SELECT r.id, 'SETTINGS' FROM rooms r WHERE r.kind = 'GROUP' AND r.owner_id = NEW.id;
  RETURN NULL;
END
$$;
CREATE TRIGGER "group_of_room_changed" AFTER UPDATE ON "groups" FOR EACH ROW
  WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION "log_room_of_group"();

-- Logs that are longer than what is kept of them.
CREATE INDEX "room_logs_long" ON "room_logs" (("last_change" - "forgotten"));
