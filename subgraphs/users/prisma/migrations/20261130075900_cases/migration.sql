-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "notification_type" ADD VALUE 'CONTENT_REMOVED';
ALTER TYPE "notification_type" ADD VALUE 'REPORT_SETTLED';

-- CreateTable
CREATE TABLE "case_copies" (
    "case_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "author_id" UUID NOT NULL,
    "outcome" TEXT NOT NULL,
    "taken" JSONB,

    CONSTRAINT "case_copies_pkey" PRIMARY KEY ("case_id")
);

-- CreateIndex
CREATE INDEX "case_copies_author_id_idx" ON "case_copies"("author_id");
