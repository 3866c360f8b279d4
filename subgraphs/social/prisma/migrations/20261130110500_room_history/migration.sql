-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "expired" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "rooms" ADD COLUMN     "forgotten_to" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "history_from_joining" BOOLEAN NOT NULL DEFAULT false;

-- Rooms that keep messages for some days only: few of the many.
CREATE INDEX "rooms_that_forget" ON "rooms" ("id") WHERE "keep_days" IS NOT NULL;

DROP TRIGGER "room_settings_changed" ON "rooms";
CREATE TRIGGER "room_settings_changed" AFTER UPDATE ON "rooms" FOR EACH ROW
  WHEN ((OLD.slow_mode_seconds, OLD.announcements_only, OLD.keep_days, OLD.speak_before, OLD.speak_live, OLD.speak_after, OLD.history_from_joining)
        IS DISTINCT FROM
        (NEW.slow_mode_seconds, NEW.announcements_only, NEW.keep_days, NEW.speak_before, NEW.speak_live, NEW.speak_after, NEW.history_from_joining))
  EXECUTE FUNCTION "log_settings"();
