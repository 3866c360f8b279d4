-- CreateEnum
CREATE TYPE "delivery_state" AS ENUM ('PENDING', 'HANDED_OVER', 'WITHDRAWN');

-- CreateTable
CREATE TABLE "deliveries" (
    "id" UUID NOT NULL,
    "notification_id" UUID,
    "user_id" UUID NOT NULL,
    "type" "notification_type" NOT NULL,
    "channel" "notification_channel" NOT NULL,
    "state" "delivery_state" NOT NULL DEFAULT 'PENDING',
    "scheduled_for" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "gathered" BOOLEAN NOT NULL,
    "reason" TEXT,
    "mail_id" UUID,
    "handled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "deliveries_notification_id_idx" ON "deliveries"("notification_id");

-- CreateIndex
CREATE INDEX "deliveries_user_id_created_at_idx" ON "deliveries"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "deliveries_created_at_id_idx" ON "deliveries"("created_at", "id");

-- AddForeignKey
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_notification_id_fkey" FOREIGN KEY ("notification_id") REFERENCES "notifications"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- At most one waits of a notification and channel.
CREATE UNIQUE INDEX "deliveries_pending_key" ON "deliveries"("notification_id", "channel") WHERE "state" = 'PENDING';

-- What is due is found among what waits, however much there was.
CREATE INDEX "deliveries_due" ON "deliveries"("scheduled_for") WHERE "state" = 'PENDING';
