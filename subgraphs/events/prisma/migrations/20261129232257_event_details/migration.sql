-- CreateEnum
CREATE TYPE "online_provider" AS ENUM ('ZOOM', 'TEAMS', 'MEET', 'WEBEX', 'OTHER');

-- AlterTable
ALTER TABLE "events" ADD COLUMN     "accessibility" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "accessibility_note" TEXT,
ADD COLUMN     "featured_from" TIMESTAMPTZ(3),
ADD COLUMN     "featured_until" TIMESTAMPTZ(3),
ADD COLUMN     "languages" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "max_age" INTEGER,
ADD COLUMN     "metadata" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "min_age" INTEGER,
ADD COLUMN     "neighbourhood" TEXT,
ADD COLUMN     "online_provider" "online_provider",
ADD COLUMN     "outdoors" BOOLEAN,
ADD COLUMN     "pets_allowed" BOOLEAN,
ADD COLUMN     "short_description" TEXT,
ADD COLUMN     "ticket_url" TEXT,
ADD COLUMN     "video_url" TEXT;

-- Written by hand from here: what Prisma cannot express.

-- Few events are recommended.
CREATE INDEX "events_featured" ON "events" ("starts_at", "id") WHERE "featured_until" IS NOT NULL;
