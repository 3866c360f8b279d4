-- AlterEnum
ALTER TYPE "notification_type" ADD VALUE 'EVENT_HIDDEN' BEFORE 'PLACE_OFFERED';
ALTER TYPE "notification_type" ADD VALUE 'REVIEW_REMOVED' BEFORE 'PLACE_OFFERED';

-- AlterTable: events that are known already are counted as public ones until they are told of again, as they were.
ALTER TABLE "event_copies" ADD COLUMN     "organization_id" UUID,
ADD COLUMN     "team_ids" UUID[],
ADD COLUMN     "visibility" TEXT NOT NULL DEFAULT 'PUBLIC';

UPDATE "event_copies" SET "team_ids" = '{}';

-- CreateTable
CREATE TABLE "flag_copies" (
    "flag_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "event_id" UUID NOT NULL,
    "creator_id" UUID NOT NULL,
    "outcome" TEXT NOT NULL,

    CONSTRAINT "flag_copies_pkey" PRIMARY KEY ("flag_id")
);

-- CreateIndex
CREATE INDEX "flag_copies_creator_id_outcome_idx" ON "flag_copies"("creator_id", "outcome");

-- CreateIndex
CREATE INDEX "review_copies_event_id_idx" ON "review_copies"("event_id");
