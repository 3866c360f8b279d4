-- Similar titles are found by trigrams.
CREATE EXTENSION IF NOT EXISTS "pg_trgm";

-- CreateEnum
CREATE TYPE "WorkflowStatus" AS ENUM ('PENDING', 'IN_REVIEW', 'APPROVED', 'NEEDS_REVISION', 'REJECTED', 'FLAGGED', 'APPEALED');

-- CreateEnum
CREATE TYPE "Recommendation" AS ENUM ('PASS', 'HUMAN_REVIEW', 'FAIL');

-- CreateEnum
CREATE TYPE "ReviewDecision" AS ENUM ('APPROVE', 'REJECT', 'REQUEST_CHANGES');

-- CreateEnum
CREATE TYPE "RejectionReason" AS ENUM ('SPAM', 'DUPLICATE', 'INAPPROPRIATE', 'INACCURATE', 'OTHER');

-- CreateEnum
CREATE TYPE "FlagReason" AS ENUM ('SPAM', 'DUPLICATE', 'INAPPROPRIATE', 'INACCURATE', 'DANGEROUS', 'OTHER');

-- CreateEnum
CREATE TYPE "FlagStatus" AS ENUM ('OPEN', 'UPHELD', 'DISMISSED');

-- CreateTable
CREATE TABLE "event_copies" (
    "event_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "visibility" TEXT NOT NULL,
    "group_id" UUID,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "category_slug" TEXT NOT NULL,
    "tags" TEXT[],
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "timezone" TEXT NOT NULL,
    "creator_id" UUID NOT NULL,
    "organization_id" UUID,
    "capacity" INTEGER,
    "venue_id" UUID,
    "venue_name" TEXT,
    "city" TEXT,
    "latitude" DOUBLE PRECISION,
    "longitude" DOUBLE PRECISION,
    "price" JSONB NOT NULL,
    "image_url" TEXT,
    "imported" BOOLEAN NOT NULL,
    "deleted" BOOLEAN NOT NULL,
    "was_published" BOOLEAN NOT NULL,
    "content_hash" TEXT NOT NULL,
    "match_title" TEXT NOT NULL,
    "signature" INTEGER[],

    CONSTRAINT "event_copies_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "event_bands" (
    "band" INTEGER NOT NULL,
    "event_id" UUID NOT NULL,

    CONSTRAINT "event_bands_pkey" PRIMARY KEY ("band","event_id")
);

-- CreateTable
CREATE TABLE "person_copies" (
    "user_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "reputation" DOUBLE PRECISION NOT NULL,
    "active" BOOLEAN NOT NULL,
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "person_copies_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "attendance_copies" (
    "event_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "attendance_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "checked_in_at" TIMESTAMPTZ(3),

    CONSTRAINT "attendance_copies_pkey" PRIMARY KEY ("event_id","user_id")
);

-- CreateTable
CREATE TABLE "workflows" (
    "id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "submission" INTEGER NOT NULL,
    "event_version" INTEGER NOT NULL,
    "creator_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "status" "WorkflowStatus" NOT NULL,
    "in_queue" BOOLEAN NOT NULL,
    "queue_rank" DOUBLE PRECISION NOT NULL,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,
    "curator_id" UUID,
    "claimed_until" TIMESTAMPTZ(3),
    "screening_due" BOOLEAN NOT NULL,
    "assessment_id" UUID,
    "quality_score" DOUBLE PRECISION,
    "curator_score" DOUBLE PRECISION,
    "notes" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "workflows_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "assessments" (
    "id" UUID NOT NULL,
    "workflow_id" UUID NOT NULL,
    "event_version" INTEGER NOT NULL,
    "completeness" DOUBLE PRECISION NOT NULL,
    "content_quality" DOUBLE PRECISION NOT NULL,
    "image_quality" DOUBLE PRECISION NOT NULL,
    "spam_probability" DOUBLE PRECISION NOT NULL,
    "duplicate_risk" DOUBLE PRECISION NOT NULL,
    "overall" DOUBLE PRECISION NOT NULL,
    "recommendation" "Recommendation" NOT NULL,
    "flags" TEXT[],
    "duplicate_of_id" UUID,
    "model_version" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "assessments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decisions" (
    "id" UUID NOT NULL,
    "workflow_id" UUID NOT NULL,
    "workflow_version" INTEGER NOT NULL,
    "event_id" UUID NOT NULL,
    "creator_id" UUID NOT NULL,
    "curator_id" UUID,
    "automatic" BOOLEAN NOT NULL,
    "decision" "ReviewDecision" NOT NULL,
    "reason" "RejectionReason",
    "notes" TEXT,
    "quality_score" DOUBLE PRECISION,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "decisions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "training_examples" (
    "decision_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "creator_id" UUID NOT NULL,
    "spam" BOOLEAN NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "training_examples_pkey" PRIMARY KEY ("decision_id")
);

-- CreateTable
CREATE TABLE "spam_models" (
    "version" SERIAL NOT NULL,
    "weights" BYTEA NOT NULL,
    "adopted" BOOLEAN NOT NULL,
    "learned" INTEGER NOT NULL,
    "held_out" INTEGER NOT NULL,
    "precision" DOUBLE PRECISION,
    "recall" DOUBLE PRECISION,
    "trained_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "spam_models_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "flags" (
    "id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "workflow_id" UUID NOT NULL,
    "flagger_id" UUID,
    "reason" "FlagReason" NOT NULL,
    "details" TEXT,
    "weight" DOUBLE PRECISION NOT NULL,
    "status" "FlagStatus" NOT NULL DEFAULT 'OPEN',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "flags_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reviews" (
    "id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "rating" SMALLINT NOT NULL,
    "text" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "reply_text" TEXT,
    "reply_by_id" UUID,
    "replied_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "edited_at" TIMESTAMPTZ(3),

    CONSTRAINT "reviews_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_versions" (
    "review_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "rating" SMALLINT NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "review_versions_pkey" PRIMARY KEY ("review_id","version")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "principal" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "response" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("principal","operation","key")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "topic" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "headers" JSONB NOT NULL DEFAULT '{}',
    "occurred_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbox" (
    "consumer" TEXT NOT NULL,
    "event_id" UUID NOT NULL,
    "handled_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("consumer","event_id")
);

-- CreateTable
CREATE TABLE "dead_letters" (
    "id" UUID NOT NULL,
    "consumer" TEXT NOT NULL,
    "event_id" UUID NOT NULL,
    "topic" TEXT NOT NULL,
    "envelope" JSONB NOT NULL,
    "error" TEXT NOT NULL,
    "failed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "replayed_at" TIMESTAMPTZ(3),

    CONSTRAINT "dead_letters_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "event_copies_starts_at_idx" ON "event_copies"("starts_at");

-- CreateIndex
CREATE INDEX "event_copies_match_title_idx" ON "event_copies" USING GIN ("match_title" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "event_bands_event_id_idx" ON "event_bands"("event_id");

-- CreateIndex
CREATE INDEX "attendance_copies_user_id_idx" ON "attendance_copies"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "workflows_event_id_submission_key" ON "workflows"("event_id", "submission");

-- CreateIndex
CREATE INDEX "assessments_workflow_id_created_at_idx" ON "assessments"("workflow_id", "created_at");

-- CreateIndex
CREATE INDEX "decisions_creator_id_created_at_idx" ON "decisions"("creator_id", "created_at");

-- CreateIndex
CREATE INDEX "decisions_curator_id_idx" ON "decisions"("curator_id");

-- CreateIndex
CREATE UNIQUE INDEX "decisions_workflow_id_workflow_version_key" ON "decisions"("workflow_id", "workflow_version");

-- CreateIndex
CREATE INDEX "training_examples_created_at_idx" ON "training_examples"("created_at");

-- CreateIndex
CREATE INDEX "training_examples_creator_id_idx" ON "training_examples"("creator_id");

-- CreateIndex
CREATE INDEX "flags_workflow_id_status_idx" ON "flags"("workflow_id", "status");

-- CreateIndex
CREATE INDEX "flags_flagger_id_status_idx" ON "flags"("flagger_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "flags_event_id_flagger_id_key" ON "flags"("event_id", "flagger_id");

-- CreateIndex
CREATE INDEX "reviews_event_id_created_at_id_idx" ON "reviews"("event_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "reviews_author_id_created_at_id_idx" ON "reviews"("author_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "reviews_event_id_rating_idx" ON "reviews"("event_id", "rating");

-- CreateIndex
CREATE INDEX "reviews_reply_by_id_idx" ON "reviews"("reply_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "reviews_event_id_author_id_key" ON "reviews"("event_id", "author_id");

-- CreateIndex
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");

-- CreateIndex
CREATE INDEX "outbox_occurred_at_idx" ON "outbox" USING BRIN ("occurred_at");

-- CreateIndex
CREATE INDEX "inbox_handled_at_idx" ON "inbox" USING BRIN ("handled_at");

-- CreateIndex
CREATE UNIQUE INDEX "dead_letters_consumer_event_id_key" ON "dead_letters"("consumer", "event_id");

-- AddForeignKey
ALTER TABLE "assessments" ADD CONSTRAINT "assessments_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflows"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflows"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "flags" ADD CONSTRAINT "flags_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflows"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_versions" ADD CONSTRAINT "review_versions_review_id_fkey" FOREIGN KEY ("review_id") REFERENCES "reviews"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand from here: what Prisma cannot express.

-- The queue, in its order: only what waits is in the index, however long the history grows.
CREATE INDEX "workflows_queue" ON "workflows" ("queue_rank" DESC, "id" DESC) WHERE "in_queue";
CREATE INDEX "workflows_queue_creator" ON "workflows" ("creator_id") WHERE "in_queue";
CREATE INDEX "workflows_screening_due" ON "workflows" ("created_at") WHERE "screening_due";
-- Did this event check anybody in?
CREATE INDEX "attendance_copies_checked_in" ON "attendance_copies" ("event_id") WHERE "checked_in_at" IS NOT NULL;

ALTER TABLE "reviews" ADD CONSTRAINT "reviews_rating_range" CHECK ("rating" BETWEEN 1 AND 5);
ALTER TABLE "review_versions" ADD CONSTRAINT "review_versions_rating_range" CHECK ("rating" BETWEEN 1 AND 5);
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_reply_whole" CHECK (("reply_text" IS NULL) = ("replied_at" IS NULL));
ALTER TABLE "assessments" ADD CONSTRAINT "assessments_scores_range" CHECK (
  "completeness" BETWEEN 0 AND 1 AND "content_quality" BETWEEN 0 AND 1 AND "image_quality" BETWEEN 0 AND 1
  AND "spam_probability" BETWEEN 0 AND 1 AND "duplicate_risk" BETWEEN 0 AND 1 AND "overall" BETWEEN 0 AND 1);
ALTER TABLE "workflows" ADD CONSTRAINT "workflows_quality_range" CHECK ("quality_score" BETWEEN 0 AND 1 AND "curator_score" BETWEEN 0 AND 1);

-- Messaging (platform/sql/messaging.sql).
-- Only what is still to be published: stays tiny however long the history grows.
CREATE INDEX "outbox_unpublished" ON "outbox" ("sequence") WHERE "published_at" IS NULL;
-- Wakes the relay at commit, from whichever process wrote.
CREATE FUNCTION "outbox_notify"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('outbox', '');
  RETURN NULL;
END
$$;
CREATE TRIGGER "outbox_inserted" AFTER INSERT ON "outbox" FOR EACH STATEMENT EXECUTE FUNCTION "outbox_notify"();
