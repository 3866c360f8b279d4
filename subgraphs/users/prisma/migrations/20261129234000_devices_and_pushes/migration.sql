-- CreateEnum
CREATE TYPE "device_platform" AS ENUM ('IOS', 'ANDROID', 'WEB');

-- CreateEnum
CREATE TYPE "push_provider" AS ENUM ('FCM', 'EXPO');

-- AlterTable
ALTER TABLE "deliveries" ADD COLUMN     "batch_id" UUID,
ADD COLUMN     "priority" SMALLINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "event_copies" ADD COLUMN     "image_url" TEXT;

-- CreateTable
CREATE TABLE "devices" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "provider" "push_provider" NOT NULL,
    "platform" "device_platform" NOT NULL,
    "name" TEXT,
    "token" TEXT NOT NULL,
    "token_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "devices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pushes" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "device_id" UUID,
    "notification_id" UUID,
    "batch_id" UUID,
    "regardless" BOOLEAN NOT NULL DEFAULT false,
    "title" TEXT,
    "body" TEXT,
    "image_url" TEXT,
    "data" JSONB NOT NULL,
    "collapse_key" TEXT NOT NULL,
    "priority" SMALLINT NOT NULL DEFAULT 0,
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3),
    "useful_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),
    "fault" TEXT,
    "receipt_id" TEXT,
    "receipt_due_at" TIMESTAMPTZ(3),

    CONSTRAINT "pushes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "devices_token_key_key" ON "devices"("token_key");

-- CreateIndex
CREATE INDEX "devices_user_id_registered_at_idx" ON "devices"("user_id", "registered_at");

-- CreateIndex
CREATE INDEX "devices_session_id_idx" ON "devices"("session_id");

-- CreateIndex
CREATE INDEX "pushes_user_id_idx" ON "pushes"("user_id");

-- CreateIndex
CREATE INDEX "pushes_device_id_idx" ON "pushes"("device_id");

-- CreateIndex
CREATE INDEX "pushes_notification_id_idx" ON "pushes"("notification_id");

-- CreateIndex
CREATE INDEX "pushes_batch_id_idx" ON "pushes"("batch_id");

-- CreateIndex
CREATE INDEX "pushes_created_at_idx" ON "pushes"("created_at");

-- AddForeignKey
ALTER TABLE "devices" ADD CONSTRAINT "devices_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "devices" ADD CONSTRAINT "devices_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pushes" ADD CONSTRAINT "pushes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pushes" ADD CONSTRAINT "pushes_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "devices"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pushes" ADD CONSTRAINT "pushes_notification_id_fkey" FOREIGN KEY ("notification_id") REFERENCES "notifications"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the jobs look through.
CREATE INDEX "pushes_due" ON "pushes" ("priority", "due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "pushes_receipt_due" ON "pushes" ("receipt_due_at") WHERE "receipt_due_at" IS NOT NULL;

-- What goes to everybody waits for all others, so what is due is looked through in that order.
CREATE INDEX "deliveries_due_by_priority" ON "deliveries" ("priority", "scheduled_for") WHERE "state" = 'PENDING';
DROP INDEX "deliveries_due";
