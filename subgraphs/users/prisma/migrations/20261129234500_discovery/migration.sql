-- CreateEnum
CREATE TYPE "time_of_day" AS ENUM ('MORNING', 'AFTERNOON', 'EVENING', 'NIGHT');

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "activity_counted_at" TIMESTAMPTZ(3),
ADD COLUMN     "neighbourhood" TEXT,
ADD COLUMN     "study_focus" TEXT;

-- CreateTable
CREATE TABLE "discovery_preferences" (
    "user_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "event_types" TEXT[],
    "max_distance_km" DOUBLE PRECISION,
    "price_min_minor" INTEGER,
    "price_max_minor" INTEGER,
    "currency" TEXT,
    "times" "time_of_day"[],
    "price_sensitivity" DOUBLE PRECISION NOT NULL DEFAULT 0.5,
    "social_preference" DOUBLE PRECISION NOT NULL DEFAULT 0.5,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "discovery_preferences_pkey" PRIMARY KEY ("user_id")
);

-- AddForeignKey
ALTER TABLE "discovery_preferences" ADD CONSTRAINT "discovery_preferences_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- Whose activity and reliability are to be counted again.
CREATE INDEX "users_activity_counted_at_idx" ON "users"("activity_counted_at", "id") WHERE "events_attended" > 0 OR "reliability" < 1;
