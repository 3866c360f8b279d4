-- CreateEnum
CREATE TYPE "crew_anchor" AS ENUM ('EVENT', 'VENUE', 'AREA');

-- AlterTable
ALTER TABLE "known_events" ADD COLUMN     "venue_id" UUID;

-- CreateTable
CREATE TABLE "crews" (
    "group_id" UUID NOT NULL,
    "anchor" "crew_anchor" NOT NULL,
    "event_id" UUID,
    "venue_id" UUID,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "crews_pkey" PRIMARY KEY ("group_id")
);

-- CreateIndex
CREATE INDEX "crews_event_id_idx" ON "crews"("event_id");

-- CreateIndex
CREATE INDEX "crews_venue_id_idx" ON "crews"("venue_id");

-- CreateIndex
CREATE INDEX "known_events_venue_id_idx" ON "known_events"("venue_id");

-- AddForeignKey
ALTER TABLE "crews" ADD CONSTRAINT "crews_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A crew is around the one thing that its anchor says. An area is the place of the group.
ALTER TABLE "crews" ADD CONSTRAINT "crews_anchor" CHECK (
  ("event_id" IS NOT NULL) = ("anchor" = 'EVENT') AND ("venue_id" IS NOT NULL) = ("anchor" = 'VENUE'));

-- Those that a job has to end.
CREATE INDEX "crews_due" ON "crews" ("ends_at") WHERE "ended_at" IS NULL;
