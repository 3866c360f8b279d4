-- Words of a message as it is found, and the room in which it was said: so that a word that is said everywhere is looked up in few rooms alone.
CREATE FUNCTION "message_words"("room_id" UUID, "text" TEXT) RETURNS TSVECTOR LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN array_to_tsvector(ARRAY['room ' || "room_id"::text]) || to_tsvector('simple'::regconfig, search_fold("text"));

CREATE INDEX "messages_words" ON "messages" USING GIN (message_words("room_id", "text")) WHERE "text" IS NOT NULL;

-- A room that its member has pinned is another one in their list.
DROP TRIGGER "membership_touched" ON "room_members";
CREATE TRIGGER "membership_touched" BEFORE UPDATE ON "room_members" FOR EACH ROW
  WHEN ((OLD.active, OLD.role, OLD.answer, OLD.last_read_sequence, OLD.unread_from, OLD.notify, OLD.muted_until, OLD.history_from, OLD.pinned_at)
        IS DISTINCT FROM (NEW.active, NEW.role, NEW.answer, NEW.last_read_sequence, NEW.unread_from, NEW.notify, NEW.muted_until, NEW.history_from,
                          NEW.pinned_at))
  EXECUTE FUNCTION "touch_membership"();
CREATE INDEX "room_members_pinned" ON "room_members" ("user_id", "pinned_at") WHERE "pinned_at" IS NOT NULL;
