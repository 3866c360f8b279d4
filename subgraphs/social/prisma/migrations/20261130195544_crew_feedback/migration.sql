-- AlterTable
ALTER TABLE "crews" ADD COLUMN     "feedback_closed_at" TIMESTAMPTZ(3),
ADD COLUMN     "feedback_until" TIMESTAMPTZ(3),
ADD COLUMN     "met_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "crew_feedback" (
    "group_id" UUID NOT NULL,
    "giver_id" UUID NOT NULL,
    "receiver_id" UUID NOT NULL,
    "again" BOOLEAN NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL,
    "counted_at" TIMESTAMPTZ(3),

    CONSTRAINT "crew_feedback_pkey" PRIMARY KEY ("group_id","giver_id","receiver_id")
);

-- CreateTable
CREATE TABLE "crew_karma" (
    "user_id" UUID NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "crew_karma_pkey" PRIMARY KEY ("user_id")
);

-- CreateIndex
CREATE INDEX "crew_feedback_giver_id_idx" ON "crew_feedback"("giver_id");

-- CreateIndex
CREATE INDEX "crew_feedback_receiver_id_idx" ON "crew_feedback"("receiver_id");

-- CreateIndex
CREATE INDEX "crew_feedback_given_at_idx" ON "crew_feedback"("given_at");

-- CreateIndex
CREATE INDEX "crew_karma_computed_at_idx" ON "crew_karma"("computed_at");

-- AddForeignKey
ALTER TABLE "crew_feedback" ADD CONSTRAINT "crew_feedback_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "crews"("group_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Nobody speaks of themselves.
ALTER TABLE "crew_feedback" ADD CONSTRAINT "crew_feedback_of_others" CHECK ("giver_id" <> "receiver_id");

-- Those whose feedback a job has to count.
CREATE INDEX "crews_feedback_due" ON "crews" ("feedback_until") WHERE "feedback_closed_at" IS NULL AND "feedback_until" IS NOT NULL;
