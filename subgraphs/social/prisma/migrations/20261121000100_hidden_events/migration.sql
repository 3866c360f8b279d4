-- event.changed tells that flags hide an event. What was known before tells nothing, and was on show.
ALTER TABLE "known_events" ADD COLUMN "hidden" BOOLEAN NOT NULL DEFAULT false;
