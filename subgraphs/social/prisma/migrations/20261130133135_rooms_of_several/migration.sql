-- AlterTable
ALTER TABLE "room_members" ADD COLUMN     "added_by" UUID;

-- AlterTable
ALTER TABLE "rooms" ADD COLUMN     "image_url" TEXT,
ADD COLUMN     "name" TEXT;

-- One owner each, as long as anybody is there.
CREATE UNIQUE INDEX "room_members_owner" ON "room_members" ("room_id") WHERE "role" = 'OWNER' AND "active";
CREATE INDEX "room_members_added_by" ON "room_members" ("added_by") WHERE "added_by" IS NOT NULL;

DROP TRIGGER "room_settings_changed" ON "rooms";
CREATE TRIGGER "room_settings_changed" AFTER UPDATE ON "rooms" FOR EACH ROW
  WHEN ((OLD.slow_mode_seconds, OLD.announcements_only, OLD.keep_days, OLD.speak_before, OLD.speak_live, OLD.speak_after, OLD.history_from_joining,
         OLD.name, OLD.image_url)
        IS DISTINCT FROM
        (NEW.slow_mode_seconds, NEW.announcements_only, NEW.keep_days, NEW.speak_before, NEW.speak_live, NEW.speak_after, NEW.history_from_joining,
         NEW.name, NEW.image_url))
  EXECUTE FUNCTION "log_settings"();
