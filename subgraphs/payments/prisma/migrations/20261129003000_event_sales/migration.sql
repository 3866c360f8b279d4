-- What is sold of one event, over all its tiers, and how many places events grants.
CREATE TABLE "event_sales" (
    "event_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "ticketed" BOOLEAN NOT NULL DEFAULT false,
    "taken" INTEGER NOT NULL DEFAULT 0,
    "grant_version" INTEGER NOT NULL DEFAULT 0,
    "wanted" INTEGER DEFAULT 0,
    "granted" INTEGER DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_sales_pkey" PRIMARY KEY ("event_id"),
    CONSTRAINT "event_sales_counts" CHECK ("taken" >= 0 AND "wanted" >= 0 AND "granted" >= 0),
    -- No limit is null, which a CHECK takes for true.
    CONSTRAINT "event_sales_never_beyond_grant" CHECK ("taken" <= "granted")
);

-- What was sold before grants stays sold; the job ask-for-grants tells events of these sales, and events grants the rest.
INSERT INTO "event_sales" ("event_id", "ticketed", "taken", "granted", "updated_at")
SELECT "event_id", true, SUM("sold" + "held"), SUM("sold" + "held"), to_timestamp(0) FROM "ticket_tiers" GROUP BY "event_id";

CREATE INDEX "event_sales_without_grant" ON "event_sales" ("updated_at") WHERE "grant_version" = 0;

ALTER TABLE "ticket_tiers" ADD COLUMN "max_per_person" INTEGER;
ALTER TABLE "ticket_tiers" ADD CONSTRAINT "ticket_tiers_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "event_sales"("event_id") ON DELETE RESTRICT ON UPDATE CASCADE;
