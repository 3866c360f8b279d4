-- CreateEnum
CREATE TYPE "announcement_audience" AS ENUM ('ALL', 'ROLE', 'CITY');

-- AlterEnum
ALTER TYPE "notification_type" ADD VALUE 'SYSTEM_ANNOUNCEMENT';

-- CreateTable
CREATE TABLE "announcements" (
    "id" UUID NOT NULL,
    "texts" JSONB NOT NULL,
    "audience" "announcement_audience" NOT NULL,
    "role" "role",
    "city" TEXT,
    "urgent" BOOLEAN NOT NULL,
    "scheduled_for" TIMESTAMPTZ(3) NOT NULL,
    "in_local_time" BOOLEAN NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "audience_count" INTEGER NOT NULL,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "cancelled_at" TIMESTAMPTZ(3),
    "taken_back_at" TIMESTAMPTZ(3),

    CONSTRAINT "announcements_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "announcement_parts" (
    "id" UUID NOT NULL,
    "announcement_id" UUID NOT NULL,
    "zone" TEXT,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "cursor" UUID,
    "reached_count" INTEGER NOT NULL DEFAULT 0,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "announcement_parts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "announcements_created_at_id_idx" ON "announcements"("created_at", "id");

-- CreateIndex
CREATE INDEX "announcements_created_by_id_idx" ON "announcements"("created_by_id");

-- CreateIndex
CREATE INDEX "announcement_parts_announcement_id_idx" ON "announcement_parts"("announcement_id");

-- CreateIndex
CREATE INDEX "users_time_zone_id_idx" ON "users"("time_zone", "id");

-- AddForeignKey
ALTER TABLE "announcements" ADD CONSTRAINT "announcements_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "announcement_parts" ADD CONSTRAINT "announcement_parts_announcement_id_fkey" FOREIGN KEY ("announcement_id") REFERENCES "announcements"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the job looks through.
CREATE INDEX "announcement_parts_due" ON "announcement_parts" ("due_at") WHERE "done_at" IS NULL;
CREATE INDEX "announcements_to_take_back" ON "announcements" ("cancelled_at") WHERE "cancelled_at" IS NOT NULL AND "taken_back_at" IS NULL;
