-- CreateEnum
CREATE TYPE "tracking_period" AS ENUM ('WEEKLY', 'MONTHLY');

-- CreateEnum
CREATE TYPE "goal_measure" AS ENUM ('OWN', 'STUDY_HOURS');

-- CreateEnum
CREATE TYPE "goal_status" AS ENUM ('ACTIVE', 'COMPLETED', 'FAILED');

-- CreateEnum
CREATE TYPE "suggestion_frequency" AS ENUM ('NONE', 'DAILY', 'WEEKLY');

-- CreateEnum
CREATE TYPE "personal_suggestion_kind" AS ENUM ('MOOD', 'STUDY', 'SLEEP', 'GOAL', 'HABIT');

-- CreateEnum
CREATE TYPE "adviser_name" AS ENUM ('RULES', 'MODEL');

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "notification_type" ADD VALUE 'GOAL_REMINDER';
ALTER TYPE "notification_type" ADD VALUE 'ACTIVITY_REPORT';
ALTER TYPE "notification_type" ADD VALUE 'PERSONAL_SUGGESTIONS';

-- CreateTable
CREATE TABLE "daily_activities" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "study_hours" DECIMAL(4,2),
    "subject" TEXT,
    "sleep_hours" DECIMAL(4,2),
    "mood_emoji" TEXT,
    "tags" TEXT[],
    "sealed_description" TEXT,
    "sealed_mood_text" TEXT,
    "sealed_notes" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "daily_activities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "goals" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "period" "tracking_period" NOT NULL,
    "measure" "goal_measure" NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE NOT NULL,
    "target" DECIMAL(10,2) NOT NULL,
    "progress" DECIMAL(10,2) NOT NULL DEFAULT 0,
    "status" "goal_status" NOT NULL DEFAULT 'ACTIVE',
    "remind_at" INTEGER,
    "next_reminder_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "goals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activity_reports" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "period" "tracking_period" NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE NOT NULL,
    "figures" JSONB NOT NULL,
    "file_key" TEXT,
    "file_ready_at" TIMESTAMPTZ(3),
    "file_expires_at" TIMESTAMPTZ(3),
    "file_size" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "activity_reports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tracking_plans" (
    "user_id" UUID NOT NULL,
    "weekly_at" TIMESTAMPTZ(3),
    "monthly_at" TIMESTAMPTZ(3),
    "suggestions" "suggestion_frequency" NOT NULL DEFAULT 'NONE',
    "by_model" BOOLEAN NOT NULL DEFAULT false,
    "suggestions_at" TIMESTAMPTZ(3),
    "suggestion_tries" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "tracking_plans_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "personal_suggestions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" "personal_suggestion_kind" NOT NULL,
    "text" TEXT NOT NULL,
    "made_by" "adviser_name" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "personal_suggestions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "daily_activities_day" ON "daily_activities"("user_id", "day" DESC, "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "goals_user_id_status_idx" ON "goals"("user_id", "status");

-- CreateIndex
CREATE INDEX "goals_page" ON "goals"("user_id", "ends_on" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "activity_reports_page" ON "activity_reports"("user_id", "starts_on" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "activity_reports_user_id_period_starts_on_key" ON "activity_reports"("user_id", "period", "starts_on");

-- CreateIndex
CREATE INDEX "tracking_plans_weekly_at_idx" ON "tracking_plans"("weekly_at");

-- CreateIndex
CREATE INDEX "tracking_plans_monthly_at_idx" ON "tracking_plans"("monthly_at");

-- CreateIndex
CREATE INDEX "tracking_plans_suggestions_at_idx" ON "tracking_plans"("suggestions_at");

-- CreateIndex
CREATE INDEX "personal_suggestions_page" ON "personal_suggestions"("user_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "personal_suggestions_created_at_idx" ON "personal_suggestions"("created_at");

-- AddForeignKey
ALTER TABLE "daily_activities" ADD CONSTRAINT "daily_activities_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "goals" ADD CONSTRAINT "goals_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activity_reports" ADD CONSTRAINT "activity_reports_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tracking_plans" ADD CONSTRAINT "tracking_plans_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "personal_suggestions" ADD CONSTRAINT "personal_suggestions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the job keep-goals looks for, a few times a minute.
CREATE INDEX "goals_next_reminder_at" ON "goals" ("next_reminder_at") WHERE "status" = 'ACTIVE' AND "next_reminder_at" IS NOT NULL;
CREATE INDEX "goals_ends_at" ON "goals" ("ends_at") WHERE "status" = 'ACTIVE';
-- What the job write-reports looks for.
CREATE INDEX "activity_reports_files" ON "activity_reports" ("id") WHERE "file_key" IS NOT NULL AND "file_ready_at" IS NULL;
