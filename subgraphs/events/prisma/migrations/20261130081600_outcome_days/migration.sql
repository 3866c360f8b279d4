-- CreateTable
CREATE TABLE "event_outcome_days" (
    "event_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "answered" INTEGER NOT NULL,
    "going" INTEGER NOT NULL,
    "paid" INTEGER NOT NULL,
    "came" INTEGER NOT NULL,

    CONSTRAINT "event_outcome_days_pkey" PRIMARY KEY ("event_id","day")
);

-- AddForeignKey
ALTER TABLE "event_outcome_days" ADD CONSTRAINT "event_outcome_days_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;
