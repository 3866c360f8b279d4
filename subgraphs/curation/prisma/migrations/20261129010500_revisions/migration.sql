-- DropIndex
DROP INDEX "workflows_event_id_submission_key";

-- AlterTable
ALTER TABLE "workflows" ADD COLUMN     "revision_id" UUID;

-- CreateTable
CREATE TABLE "revision_copies" (
    "revision_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "event_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "changed" TEXT[],
    "proposed" JSONB,

    CONSTRAINT "revision_copies_pkey" PRIMARY KEY ("revision_id")
);

-- CreateTable
CREATE TABLE "approved_contents" (
    "event_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "category_slug" TEXT NOT NULL,
    "tags" TEXT[],
    "image_url" TEXT,
    "venue_id" UUID,
    "approved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "approved_contents_pkey" PRIMARY KEY ("event_id")
);

-- CreateIndex
CREATE INDEX "revision_copies_author_id_idx" ON "revision_copies"("author_id");

-- CreateIndex
CREATE UNIQUE INDEX "workflows_revision_id_key" ON "workflows"("revision_id");

-- CreateIndex
CREATE INDEX "workflows_event_id_submission_idx" ON "workflows"("event_id", "submission");

-- Written by hand from here: what Prisma cannot express.

CREATE UNIQUE INDEX "workflows_one_submission" ON "workflows" ("event_id", "submission") WHERE "revision_id" IS NULL;

-- What a person has approved, and nobody has doubted since.
INSERT INTO "approved_contents" ("event_id", "title", "description", "category_slug", "tags", "image_url", "venue_id", "approved_at")
SELECT e."event_id", e."title", e."description", e."category_slug", e."tags", e."image_url", e."venue_id", w."decided_at"
FROM "workflows" w JOIN "event_copies" e ON e."event_id" = w."event_id"
WHERE w."status" = 'APPROVED' AND NOT w."in_queue" AND NOT w."screening_due" AND w."decided_at" IS NOT NULL
  AND EXISTS (SELECT FROM "decisions" d WHERE d."workflow_id" = w."id" AND d."decision" = 'APPROVE' AND NOT d."automatic")
  AND w."submission" = (SELECT max(o."submission") FROM "workflows" o WHERE o."event_id" = w."event_id");
