-- What an event is like. Those that were told of before are told of again by the comparison of the next night.
ALTER TABLE "events" ADD COLUMN     "category_slug" TEXT;
UPDATE "events" SET "version" = "version" - 1 WHERE "status" <> 'DELETED';

-- CreateTable
CREATE TABLE "sales_curves" (
    "event_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "days" DOUBLE PRECISION NOT NULL,
    "places" INTEGER NOT NULL,
    "tickets" INTEGER NOT NULL,
    "sold_out_at" DOUBLE PRECISION,
    "sold_by" INTEGER[],
    "revenue_minor" BIGINT NOT NULL,

    CONSTRAINT "sales_curves_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "sales_forecasts" (
    "event_id" UUID NOT NULL,
    "days_left" INTEGER NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "gap" TEXT,
    "currency" TEXT NOT NULL,
    "sold" INTEGER NOT NULL,
    "tickets" DOUBLE PRECISION,
    "tickets_low" DOUBLE PRECISION,
    "tickets_high" DOUBLE PRECISION,
    "revenue_minor" BIGINT,
    "revenue_low_minor" BIGINT,
    "revenue_high_minor" BIGINT,
    "sell_out" TIMESTAMPTZ(3),
    "sell_out_earliest" TIMESTAMPTZ(3),
    "sell_out_latest" TIMESTAMPTZ(3),
    "tiers" JSONB NOT NULL DEFAULT '[]',
    "comparables" INTEGER NOT NULL DEFAULT 0,
    "error" JSONB,
    "came" INTEGER,
    "came_revenue_minor" BIGINT,

    CONSTRAINT "sales_forecasts_pkey" PRIMARY KEY ("event_id","days_left")
);

-- CreateIndex
CREATE INDEX "sales_curves_started_at_idx" ON "sales_curves"("started_at" DESC);

-- CreateIndex
CREATE INDEX "sales_forecasts_event_id_made_at_idx" ON "sales_forecasts"("event_id", "made_at" DESC);

-- CreateIndex
CREATE INDEX "sales_forecasts_days_left_made_at_idx" ON "sales_forecasts"("days_left", "made_at" DESC);

-- CreateIndex
CREATE INDEX "sales_forecasts_made_at_idx" ON "sales_forecasts"("made_at");

-- CreateIndex
CREATE INDEX "events_organization_id_idx" ON "events"("organization_id");

-- CreateIndex
CREATE INDEX "events_starts_at_idx" ON "events"("starts_at");
