-- CreateEnum
CREATE TYPE "SubjectKind" AS ENUM ('REVIEW', 'MESSAGE', 'PROFILE');

-- CreateEnum
CREATE TYPE "ReportReason" AS ENUM ('SPAM', 'HARASSMENT', 'HATE', 'SEXUAL', 'DANGEROUS', 'IMPERSONATION', 'OTHER');

-- CreateEnum
CREATE TYPE "ReportStatus" AS ENUM ('AWAITED', 'OPEN', 'UPHELD', 'DISMISSED', 'WITHDRAWN', 'UNAVAILABLE', 'REPEATED');

-- CreateEnum
CREATE TYPE "CaseStatus" AS ENUM ('OPEN', 'REMOVED', 'DISMISSED', 'RESTORED', 'MOOT');

-- CreateEnum
CREATE TYPE "CaseActKind" AS ENUM ('QUEUED', 'REPORTED', 'WITHDRAWN', 'CLAIMED', 'RELEASED', 'HANDED_OVER', 'ESCALATED', 'NOTED', 'REMOVED', 'DISMISSED', 'RESTORED', 'MOOT');

-- CreateTable
CREATE TABLE "reports" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "kind" "SubjectKind" NOT NULL,
    "subject_id" UUID NOT NULL,
    "case_id" UUID,
    "reporter_id" UUID,
    "by_staff" BOOLEAN NOT NULL DEFAULT false,
    "reason" "ReportReason" NOT NULL,
    "details" TEXT,
    "weight" DOUBLE PRECISION NOT NULL,
    "status" "ReportStatus" NOT NULL DEFAULT 'AWAITED',
    "evidence" JSONB,
    "evidence_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "reports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cases" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "kind" "SubjectKind" NOT NULL,
    "subject_id" UUID NOT NULL,
    "author_id" UUID,
    "status" "CaseStatus" NOT NULL DEFAULT 'OPEN',
    "in_queue" BOOLEAN NOT NULL,
    "escalated" BOOLEAN NOT NULL DEFAULT false,
    "queue_rank" DOUBLE PRECISION NOT NULL,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,
    "curator_id" UUID,
    "claimed_until" TIMESTAMPTZ(3),
    "evidence" JSONB,
    "decided_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cases_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "case_acts" (
    "case_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "kind" "CaseActKind" NOT NULL,
    "actor_id" UUID,
    "text" TEXT,
    "until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "case_acts_pkey" PRIMARY KEY ("case_id","version")
);

-- CreateIndex
CREATE INDEX "reports_case_id_status_idx" ON "reports"("case_id", "status");

-- CreateIndex
CREATE INDEX "reports_reporter_id_created_at_id_idx" ON "reports"("reporter_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "reports_reporter_id_kind_subject_id_idx" ON "reports"("reporter_id", "kind", "subject_id");

-- CreateIndex
CREATE INDEX "cases_kind_subject_id_idx" ON "cases"("kind", "subject_id");

-- CreateIndex
CREATE INDEX "cases_author_id_idx" ON "cases"("author_id");

-- CreateIndex
CREATE INDEX "cases_curator_id_idx" ON "cases"("curator_id");

-- CreateIndex
CREATE INDEX "case_acts_actor_id_created_at_idx" ON "case_acts"("actor_id", "created_at");

-- AddForeignKey
ALTER TABLE "reports" ADD CONSTRAINT "reports_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_acts" ADD CONSTRAINT "case_acts_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand from here: what Prisma cannot express.

-- One report that is not settled for each person and subject; what was settled may be reported again once it is another text.
CREATE UNIQUE INDEX "reports_one_open" ON "reports" ("reporter_id", "kind", "subject_id") WHERE "status" IN ('AWAITED', 'OPEN');

-- One case in the queue for each subject: two people's reports of one message are one piece of work.
CREATE UNIQUE INDEX "cases_one_open" ON "cases" ("kind", "subject_id") WHERE "in_queue";

-- The queue, in its order.
CREATE INDEX "cases_queue" ON "cases" ("queue_rank" DESC, "id" DESC) WHERE "in_queue";
CREATE INDEX "cases_queue_of_kind" ON "cases" ("kind", "queue_rank" DESC, "id" DESC) WHERE "in_queue";
