-- AlterTable
ALTER TABLE "decisions" ADD COLUMN "content_hash" TEXT;

-- CreateEnum
CREATE TYPE "AppealOutcome" AS ENUM ('REVERSED', 'MENDED', 'UPHELD', 'MOOT');

-- CreateTable
CREATE TABLE "appeals" (
    "id" UUID NOT NULL,
    "decision_id" UUID NOT NULL,
    "workflow_id" UUID NOT NULL,
    "author_id" UUID,
    "text" TEXT,
    "content_hash" TEXT NOT NULL,
    "outcome" "AppealOutcome",
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "appeals_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "appeals_decision_id_key" ON "appeals"("decision_id");

-- CreateIndex
CREATE UNIQUE INDEX "appeals_decided_by_id_key" ON "appeals"("decided_by_id");

-- CreateIndex
CREATE INDEX "appeals_workflow_id_created_at_idx" ON "appeals"("workflow_id", "created_at");

-- CreateIndex
CREATE INDEX "appeals_author_id_idx" ON "appeals"("author_id");

-- AddForeignKey
ALTER TABLE "appeals" ADD CONSTRAINT "appeals_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decisions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "appeals" ADD CONSTRAINT "appeals_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "decisions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "appeals" ADD CONSTRAINT "appeals_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflows"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand from here: what Prisma cannot express.

-- One appeal at a time: of two people of one event who appeal in one moment one is told that it is so.
CREATE UNIQUE INDEX "appeals_one_open" ON "appeals" ("workflow_id") WHERE "outcome" IS NULL;
