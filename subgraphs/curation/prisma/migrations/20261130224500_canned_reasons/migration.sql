-- CreateEnum
CREATE TYPE "DecisionKind" AS ENUM ('APPROVE', 'REQUEST_CHANGES', 'REJECT', 'DISMISS', 'REMOVE');

-- AlterTable
ALTER TABLE "case_acts" ADD COLUMN     "canned_reason_id" UUID,
ADD COLUMN     "checklist" JSONB,
ADD COLUMN     "note_texts" JSONB;

-- AlterTable
ALTER TABLE "collections" ADD COLUMN     "note_texts" JSONB;

-- AlterTable
ALTER TABLE "decisions" ADD COLUMN     "canned_reason_id" UUID,
ADD COLUMN     "checklist" JSONB,
ADD COLUMN     "note_texts" JSONB;

-- AlterTable
ALTER TABLE "workflows" ADD COLUMN     "note_texts" JSONB;

-- CreateTable
CREATE TABLE "canned_reasons" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "code" TEXT NOT NULL,
    "reason" "RejectionReason",
    "texts" JSONB NOT NULL,
    "fallback" TEXT NOT NULL,
    "kinds" "SubjectKind"[],
    "decisions" "DecisionKind"[],
    "position" INTEGER NOT NULL,
    "archived_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "canned_reasons_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "checklists" (
    "kind" "SubjectKind" NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "items" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "checklists_pkey" PRIMARY KEY ("kind")
);

-- CreateIndex
CREATE UNIQUE INDEX "canned_reasons_code_key" ON "canned_reasons"("code");

-- CreateIndex
CREATE INDEX "canned_reasons_position_code_idx" ON "canned_reasons"("position", "code");

-- CreateIndex
CREATE INDEX "case_acts_canned_reason_id_idx" ON "case_acts"("canned_reason_id");

-- CreateIndex
CREATE INDEX "decisions_canned_reason_id_idx" ON "decisions"("canned_reason_id");
