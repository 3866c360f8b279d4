-- What organisers ask of guests, and by what it is met: nobody buys a ticket otherwise. Told of each event, person and answer with its next
-- change; events asked for nothing before they could.
ALTER TABLE "events"
  ADD COLUMN "requires_approval" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "invitation_only" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "min_points" INTEGER,
  ADD COLUMN "min_rating" INTEGER;
ALTER TABLE "people"
  ADD COLUMN "points" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "reputation" DOUBLE PRECISION NOT NULL DEFAULT 0;
ALTER TABLE "event_guests" ADD COLUMN "status" TEXT, ADD COLUMN "approval" TEXT;
