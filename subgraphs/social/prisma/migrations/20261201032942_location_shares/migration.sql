-- CreateEnum
CREATE TYPE "location_precision" AS ENUM ('EXACT', 'NEIGHBOURHOOD');

-- CreateTable
-- Unlogged: where somebody was is written to no log of the database.
CREATE UNLOGGED TABLE "location_shares" (
    "user_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "session_id" TEXT NOT NULL,
    "precision" "location_precision" NOT NULL,
    "for_chosen" BOOLEAN NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "latitude" DOUBLE PRECISION,
    "longitude" DOUBLE PRECISION,
    "accuracy_meters" INTEGER,
    "positioned_at" TIMESTAMPTZ(3),

    CONSTRAINT "location_shares_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE UNLOGGED TABLE "location_share_people" (
    "sharer_id" UUID NOT NULL,
    "viewer_id" UUID NOT NULL,

    CONSTRAINT "location_share_people_pkey" PRIMARY KEY ("sharer_id","viewer_id")
);

-- CreateIndex
CREATE INDEX "location_shares_event_id_user_id_idx" ON "location_shares"("event_id", "user_id");

-- CreateIndex
CREATE INDEX "location_shares_session_id_idx" ON "location_shares"("session_id");

-- CreateIndex
CREATE INDEX "location_share_people_viewer_id_idx" ON "location_share_people"("viewer_id");
