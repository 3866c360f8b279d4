-- AlterEnum
ALTER TYPE "CaseActKind" ADD VALUE 'APPEALED';
ALTER TYPE "CaseActKind" ADD VALUE 'APPEAL_UPHELD';

-- AlterEnum
ALTER TYPE "CaseStatus" ADD VALUE 'APPEALED';

-- CreateTable
CREATE TABLE "case_appeals" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "decision" INTEGER NOT NULL,
    "author_id" UUID,
    "text" TEXT,
    "outcome" "AppealOutcome",
    "decided_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "case_appeals_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "case_appeals_author_id_idx" ON "case_appeals"("author_id");

-- CreateIndex
CREATE INDEX "case_appeals_created_at_idx" ON "case_appeals" USING BRIN ("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "case_appeals_case_id_decision_key" ON "case_appeals"("case_id", "decision");

-- CreateIndex
CREATE INDEX "cases_author_id_decided_at_id_idx" ON "cases"("author_id", "decided_at" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "case_appeals" ADD CONSTRAINT "case_appeals_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand from here: what Prisma cannot express.

-- One appeal that is open for each case.
CREATE UNIQUE INDEX "case_appeals_one_open" ON "case_appeals" ("case_id") WHERE "outcome" IS NULL;

-- What is appealed against waits beside what is reported anew: only of the latter there is one.
DROP INDEX "cases_one_open";
CREATE UNIQUE INDEX "cases_one_open" ON "cases" ("kind", "subject_id") WHERE "in_queue" AND "status" = 'OPEN';
