-- CreateEnum
CREATE TYPE "lottery_state" AS ENUM ('OPEN', 'CLOSED', 'DRAWN', 'VOID');

-- AlterTable
ALTER TABLE "attendance_counts" ADD COLUMN     "lottery" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "event_lotteries" (
    "event_id" UUID NOT NULL,
    "state" "lottery_state" NOT NULL DEFAULT 'OPEN',
    "places" INTEGER NOT NULL,
    "seed_hash" TEXT NOT NULL,
    "sealed_seed" TEXT NOT NULL,
    "seed" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closes_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "entries_hash" TEXT,
    "drawn_places" INTEGER,
    "drawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "event_lotteries_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "lottery_entries" (
    "id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "user_id" UUID,
    "companions" INTEGER NOT NULL DEFAULT 0,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "rank" INTEGER,
    "won" BOOLEAN,

    CONSTRAINT "lottery_entries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "event_lotteries_state_closes_at_idx" ON "event_lotteries"("state", "closes_at");

-- CreateIndex
CREATE INDEX "lottery_entries_event_id_id_idx" ON "lottery_entries"("event_id", "id");

-- CreateIndex
CREATE INDEX "lottery_entries_user_id_idx" ON "lottery_entries"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "lottery_entries_event_id_user_id_key" ON "lottery_entries"("event_id", "user_id");

-- AddForeignKey
ALTER TABLE "event_lotteries" ADD CONSTRAINT "event_lotteries_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lottery_entries" ADD CONSTRAINT "lottery_entries_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ---- What Prisma cannot say ----

ALTER TABLE "event_lotteries"
  ADD CONSTRAINT "event_lotteries_places" CHECK ("places" > 0 AND "drawn_places" BETWEEN 0 AND "places"),
  ADD CONSTRAINT "event_lotteries_closed" CHECK (("entries_hash" IS NULL) = ("closed_at" IS NULL)),
  ADD CONSTRAINT "event_lotteries_revealed" CHECK (("state" = 'DRAWN') = ("seed" IS NOT NULL));
ALTER TABLE "lottery_entries" ADD CONSTRAINT "lottery_entries_drawn" CHECK (("rank" IS NULL) = ("won" IS NULL) AND "companions" >= 0);
