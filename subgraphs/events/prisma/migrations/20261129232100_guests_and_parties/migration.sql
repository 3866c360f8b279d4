-- CreateEnum
CREATE TYPE "question_kind" AS ENUM ('TEXT', 'CHOICE', 'YES_NO');

-- CreateEnum
CREATE TYPE "waitlist_move_kind" AS ENUM ('SERVED', 'LEFT', 'SKIPPED', 'SAVED');

-- AlterTable
ALTER TABLE "attendances" ADD COLUMN     "accepts_part" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "companion_names" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "companions" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "group_id" UUID,
ADD COLUMN     "held_up_since" TIMESTAMPTZ(3),
ADD COLUMN     "notes" TEXT,
ADD COLUMN     "offered_places" INTEGER,
ADD COLUMN     "places_saved" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "queued_at" TIMESTAMPTZ(3),
ADD COLUMN     "skipped" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "check_ins" ADD COLUMN     "people" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "event_registrations" (
    "event_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "max_companions" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "event_registrations_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "registration_questions" (
    "id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "kind" "question_kind" NOT NULL,
    "prompt" TEXT NOT NULL,
    "choices" TEXT[],
    "required" BOOLEAN NOT NULL,
    "position" INTEGER NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "registration_questions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "registration_answers" (
    "attendance_id" UUID NOT NULL,
    "question_id" UUID NOT NULL,
    "value" TEXT NOT NULL,
    "answered_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "registration_answers_pkey" PRIMARY KEY ("attendance_id","question_id")
);

-- CreateTable
CREATE TABLE "waitlist_moves" (
    "id" BIGSERIAL NOT NULL,
    "event_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" "waitlist_move_kind" NOT NULL,
    "queue_number" INTEGER NOT NULL,
    "people" INTEGER NOT NULL,
    "places" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "waitlist_moves_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "registration_questions_event_id_position_idx" ON "registration_questions"("event_id", "position");

-- CreateIndex
CREATE INDEX "registration_answers_question_id_idx" ON "registration_answers"("question_id");

-- CreateIndex
CREATE INDEX "waitlist_moves_event_id_id_idx" ON "waitlist_moves"("event_id", "id");

-- AddForeignKey
ALTER TABLE "event_registrations" ADD CONSTRAINT "event_registrations_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "registration_questions" ADD CONSTRAINT "registration_questions_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "registration_answers" ADD CONSTRAINT "registration_answers_attendance_id_fkey" FOREIGN KEY ("attendance_id") REFERENCES "attendances"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "registration_answers" ADD CONSTRAINT "registration_answers_question_id_fkey" FOREIGN KEY ("question_id") REFERENCES "registration_questions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "waitlist_moves" ADD CONSTRAINT "waitlist_moves_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ---- What Prisma cannot say ----

ALTER TABLE "attendances"
  DROP CONSTRAINT "attendances_admitted",
  ADD CONSTRAINT "attendances_admitted" CHECK (
    "admitted" BETWEEN 0 AND greatest(1 + "companions", "tickets") AND ("admitted" > 0) = ("checked_in_at" IS NOT NULL)
  ),
  ADD CONSTRAINT "attendances_party" CHECK (
    "companions" >= 0 AND cardinality("companion_names") <= "companions" AND ("companions" = 0 OR "tickets" = 0)
    AND ("companions" = 0 OR "status" IN ('GOING', 'WAITLISTED', 'PENDING_APPROVAL'))
  ),
  ADD CONSTRAINT "attendances_offered_places" CHECK ("offered_places" BETWEEN 1 AND 1 + "companions");

ALTER TABLE "event_registrations" ADD CONSTRAINT "event_registrations_companions" CHECK ("max_companions" BETWEEN 0 AND 50);
ALTER TABLE "check_ins" ADD CONSTRAINT "check_ins_people" CHECK ("people" > 0);

-- Since when those wait who wait now.
UPDATE "attendances" SET "queued_at" = "updated_at" WHERE "status" = 'WAITLISTED';
