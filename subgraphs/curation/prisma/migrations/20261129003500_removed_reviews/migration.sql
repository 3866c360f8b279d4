-- AlterTable
ALTER TABLE "reviews" ADD COLUMN     "removed_at" TIMESTAMPTZ(3),
ADD COLUMN     "removed_by_id" UUID;

-- DropIndex
DROP INDEX "reviews_event_id_rating_idx";

-- Written by hand from here: what Prisma cannot express.

-- Ratings are summed from the index alone; those that are shown to nobody do not count.
CREATE INDEX "reviews_shown_ratings" ON "reviews" ("event_id", "rating") WHERE "removed_at" IS NULL;
