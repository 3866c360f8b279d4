-- Swipes on what is long over: out of the way of those that are asked for all the time, and still their person's.
CREATE TABLE "archived_swipes" (
    "user_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "direction" "swipe_direction" NOT NULL,
    "swiped_at" TIMESTAMPTZ(3) NOT NULL,
    "archived_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "archived_swipes_pkey" PRIMARY KEY ("user_id", "event_id"),
    CONSTRAINT "archived_swipes_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "archived_swipes_event_id_idx" ON "archived_swipes"("event_id");
CREATE INDEX "archived_swipes_swiped_at_idx" ON "archived_swipes"("swiped_at");
