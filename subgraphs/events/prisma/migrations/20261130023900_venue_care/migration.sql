-- AlterTable
ALTER TABLE "venues" ADD COLUMN     "accessibility" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "amenities" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "bookable" BOOLEAN,
ADD COLUMN     "capacity" INTEGER,
ADD COLUMN     "country" CHAR(2),
ADD COLUMN     "description" TEXT,
ADD COLUMN     "follow_after" UUID,
ADD COLUMN     "hire_currency" CHAR(3),
ADD COLUMN     "hire_note" TEXT,
ADD COLUMN     "hire_price" BIGINT,
ADD COLUMN     "merged_at" TIMESTAMPTZ(3),
ADD COLUMN     "merged_by" UUID,
ADD COLUMN     "merged_into" UUID,
ADD COLUMN     "opening_hours" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "organization_id" UUID,
ADD COLUMN     "website" TEXT;

-- CreateTable
CREATE TABLE "venue_moves" (
    "event_id" UUID NOT NULL,
    "from_id" UUID NOT NULL,
    "to_id" UUID NOT NULL,

    CONSTRAINT "venue_moves_pkey" PRIMARY KEY ("from_id","event_id")
);

-- CreateIndex
CREATE INDEX "venue_moves_event_id_idx" ON "venue_moves"("event_id");

-- CreateIndex
CREATE INDEX "events_venue_id_id_idx" ON "events"("venue_id", "id");

-- CreateIndex
CREATE INDEX "venues_merged_into_idx" ON "venues"("merged_into");

-- AddForeignKey
ALTER TABLE "venues" ADD CONSTRAINT "venues_merged_into_fkey" FOREIGN KEY ("merged_into") REFERENCES "venues"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "venue_moves" ADD CONSTRAINT "venue_moves_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the staff's list of doubles compares, and what the job follow-venues looks through.
CREATE INDEX "venues_shared_cell" ON "venues" ("cell") WHERE "scope" = 'shared' AND "merged_into" IS NULL;
CREATE INDEX "venues_to_follow" ON "venues" ("id") WHERE "follow_after" IS NOT NULL;
ALTER TABLE "venues" ADD CONSTRAINT "venues_not_merged_into_itself" CHECK ("merged_into" <> "id"),
  ADD CONSTRAINT "venues_hire_price_whole" CHECK (("hire_price" IS NULL) = ("hire_currency" IS NULL));
