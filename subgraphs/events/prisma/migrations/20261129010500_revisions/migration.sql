-- CreateEnum
CREATE TYPE "event_revision_status" AS ENUM ('PENDING', 'APPLIED', 'RETURNED', 'REFUSED', 'WITHDRAWN', 'REPLACED', 'OBSOLETE');

-- AlterTable
ALTER TABLE "events" ADD COLUMN     "resubmissions" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "event_revisions" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "event_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "status" "event_revision_status" NOT NULL DEFAULT 'PENDING',
    "changes" JSONB NOT NULL,
    "notes" TEXT,
    "decided_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "event_revisions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "event_revisions_event_id_created_at_idx" ON "event_revisions"("event_id", "created_at");

-- CreateIndex
CREATE INDEX "event_revisions_author_id_idx" ON "event_revisions"("author_id");

-- AddForeignKey
ALTER TABLE "event_revisions" ADD CONSTRAINT "event_revisions_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand from here: what Prisma cannot express.

-- Of two edits, or of an edit and a decision that meet, the lock of the event lets one be first; this is the last defence.
CREATE UNIQUE INDEX "event_revisions_one_pending" ON "event_revisions" ("event_id") WHERE "status" = 'PENDING';
