-- CreateEnum
CREATE TYPE "room_speakers" AS ENUM ('EVERYBODY', 'GUESTS', 'TEAM');

-- AlterTable
ALTER TABLE "room_members" ADD COLUMN     "last_said_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "rooms" ADD COLUMN     "speak_after" "room_speakers" NOT NULL DEFAULT 'GUESTS',
ADD COLUMN     "speak_before" "room_speakers" NOT NULL DEFAULT 'EVERYBODY',
ADD COLUMN     "speak_live" "room_speakers" NOT NULL DEFAULT 'GUESTS';

-- Few of the many members: who was sent away, and of those whose ban ends.
CREATE INDEX "room_members_banned" ON "room_members" ("room_id", "banned_at", "user_id") WHERE "banned_at" IS NOT NULL;
CREATE INDEX "room_members_ban_ends" ON "room_members" ("banned_until") WHERE "banned_until" IS NOT NULL;

DROP TRIGGER "room_settings_changed" ON "rooms";
CREATE TRIGGER "room_settings_changed" AFTER UPDATE ON "rooms" FOR EACH ROW
  WHEN ((OLD.slow_mode_seconds, OLD.announcements_only, OLD.keep_days, OLD.speak_before, OLD.speak_live, OLD.speak_after)
        IS DISTINCT FROM (NEW.slow_mode_seconds, NEW.announcements_only, NEW.keep_days, NEW.speak_before, NEW.speak_live, NEW.speak_after))
  EXECUTE FUNCTION "log_settings"();
