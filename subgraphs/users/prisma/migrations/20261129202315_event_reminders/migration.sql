-- AlterTable
ALTER TABLE "attendance_copies" ADD COLUMN     "going_since" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "event_reminders" (
    "event_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "lead" TEXT NOT NULL,
    "told_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_reminders_pkey" PRIMARY KEY ("event_id","user_id","lead")
);

-- CreateIndex
CREATE INDEX "event_reminders_user_id_idx" ON "event_reminders"("user_id");

-- CreateIndex
CREATE INDEX "event_reminders_told_at_idx" ON "event_reminders"("told_at");

-- CreateIndex
CREATE INDEX "event_copies_starts_at_idx" ON "event_copies"("starts_at");

-- AddForeignKey
ALTER TABLE "event_reminders" ADD CONSTRAINT "event_reminders_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
