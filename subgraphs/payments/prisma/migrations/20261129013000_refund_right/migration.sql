-- What the buyer bought: when and where the event was to be. Of orders that are here already, as it is now.
ALTER TABLE "events" ADD COLUMN "city" TEXT;
ALTER TABLE "orders" ADD COLUMN "bought_starts_at" TIMESTAMPTZ(3), ADD COLUMN "bought_city" TEXT;
UPDATE "orders" o SET "bought_starts_at" = e."starts_at" FROM "events" e WHERE e."id" = o."event_id";

-- Each move of an event in time or to another city.
CREATE TABLE "event_moves" (
    "event_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "city" TEXT,
    "heard_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_moves_pkey" PRIMARY KEY ("event_id", "version")
);

-- A refund that the processor refuses is tried less and less often, and at last put before a person.
ALTER TABLE "refunds"
  ADD COLUMN "attempts" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "due_since" TIMESTAMPTZ(3),
  ADD COLUMN "next_attempt_at" TIMESTAMPTZ(3),
  ADD COLUMN "last_error" TEXT;
UPDATE "refunds" SET "due_since" = "created_at", "next_attempt_at" = "created_at" WHERE "status" = 'PROMISED';
DROP INDEX "refunds_promised";
CREATE INDEX "refunds_promised" ON "refunds" ("next_attempt_at") WHERE "status" = 'PROMISED';
CREATE INDEX "refunds_failed" ON "refunds" ("updated_at", "id") WHERE "status" = 'FAILED';
