-- CreateEnum
CREATE TYPE "poll_method" AS ENUM ('SINGLE', 'APPROVAL', 'RANKED');

-- CreateEnum
CREATE TYPE "poll_results_shown" AS ENUM ('ALWAYS', 'AFTER_VOTING', 'AFTER_CLOSING');

-- CreateTable
CREATE TABLE "polls" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "group_id" UUID NOT NULL,
    "author_id" UUID,
    "question" TEXT NOT NULL,
    "method" "poll_method" NOT NULL,
    "anonymous" BOOLEAN NOT NULL,
    "results_shown" "poll_results_shown" NOT NULL,
    "closes_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "voters" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "polls_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "poll_options" (
    "id" UUID NOT NULL,
    "poll_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "text" TEXT,
    "event_id" UUID,
    "start_time" TIMESTAMPTZ(3),
    "end_time" TIMESTAMPTZ(3),
    "votes" INTEGER,
    "rank" INTEGER,

    CONSTRAINT "poll_options_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "poll_votes" (
    "poll_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "choices" UUID[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "poll_votes_pkey" PRIMARY KEY ("poll_id","user_id")
);

-- CreateIndex
CREATE INDEX "polls_group_id_created_at_id_idx" ON "polls"("group_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "polls_author_id_created_at_idx" ON "polls"("author_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "poll_options_poll_id_position_key" ON "poll_options"("poll_id", "position");

-- CreateIndex
CREATE INDEX "poll_votes_user_id_idx" ON "poll_votes"("user_id");

-- AddForeignKey
ALTER TABLE "polls" ADD CONSTRAINT "polls_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "poll_options" ADD CONSTRAINT "poll_options_poll_id_fkey" FOREIGN KEY ("poll_id") REFERENCES "polls"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "poll_votes" ADD CONSTRAINT "poll_votes_poll_id_fkey" FOREIGN KEY ("poll_id") REFERENCES "polls"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Those whose time is over are closed by a job.
CREATE INDEX "polls_due_idx" ON "polls"("closes_at") WHERE "closed_at" IS NULL;
