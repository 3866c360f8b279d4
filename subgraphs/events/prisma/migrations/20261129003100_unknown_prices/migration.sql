-- Importers wrote PAID where a calendar did not say whether an event costs anything. Nobody else can leave out the amount of a paid event.
UPDATE "events" SET "price_type" = 'UNKNOWN' WHERE "price_type" = 'PAID' AND "price_min" IS NULL AND "source" IS NOT NULL;
