-- CreateTable
CREATE TABLE "event_shares" (
    "token" TEXT NOT NULL,
    "event_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "visits" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_shares_pkey" PRIMARY KEY ("token")
);

-- CreateTable
CREATE TABLE "event_share_days" (
    "event_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "day" DATE NOT NULL,

    CONSTRAINT "event_share_days_pkey" PRIMARY KEY ("event_id","kind","user_id","day")
);

-- CreateTable
CREATE TABLE "event_engagement" (
    "event_id" UUID NOT NULL,
    "shares" INTEGER NOT NULL DEFAULT 0,
    "visits" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "event_engagement_pkey" PRIMARY KEY ("event_id")
);

-- CreateIndex
CREATE INDEX "event_shares_user_id_idx" ON "event_shares"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "event_shares_event_id_user_id_channel_key" ON "event_shares"("event_id", "user_id", "channel");

-- CreateIndex
CREATE INDEX "event_share_days_user_id_idx" ON "event_share_days"("user_id");

-- CreateIndex
CREATE INDEX "event_share_days_day_idx" ON "event_share_days"("day");

-- AddForeignKey
ALTER TABLE "event_shares" ADD CONSTRAINT "event_shares_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_share_days" ADD CONSTRAINT "event_share_days_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_engagement" ADD CONSTRAINT "event_engagement_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;
