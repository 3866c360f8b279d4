-- CreateTable
CREATE TABLE "event_forecasts" (
    "event_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "code" INTEGER NOT NULL,
    "temperature" DOUBLE PRECISION NOT NULL,
    "precipitation_probability" DOUBLE PRECISION,
    "wind_speed" DOUBLE PRECISION,
    "fetched_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_forecasts_pkey" PRIMARY KEY ("event_id")
);

-- AddForeignKey
ALTER TABLE "event_forecasts" ADD CONSTRAINT "event_forecasts_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Outdoor events by their start: those that want a forecast.
CREATE INDEX "events_outdoors_starts_at" ON "events" ("starts_at") WHERE "outdoors" AND "status" = 'PUBLISHED';
