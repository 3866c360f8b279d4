-- AlterTable
ALTER TABLE "events" ADD COLUMN     "over_since" TIMESTAMPTZ(3);

-- Written by hand from here: what Prisma cannot express.

UPDATE "events" SET "over_since" = "ends_at" WHERE "status" IN ('COMPLETED', 'CANCELLED');

-- What ends late, or is called off or told when it is long over, is not behind what was sent already.
CREATE FUNCTION "event_over"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  NEW."over_since" := CASE WHEN NEW."status" IN ('COMPLETED', 'CANCELLED') THEN greatest(NEW."ends_at", NEW."updated_at" - interval '48 hours') END;
  RETURN NEW;
END
$$;
CREATE TRIGGER "event_over_insert" BEFORE INSERT ON "events" FOR EACH ROW
  WHEN (NEW."status" IN ('COMPLETED', 'CANCELLED')) EXECUTE FUNCTION "event_over"();
CREATE TRIGGER "event_over_update" BEFORE UPDATE ON "events" FOR EACH ROW
  WHEN (OLD."status" IS DISTINCT FROM NEW."status") EXECUTE FUNCTION "event_over"();

DROP INDEX "events_over_idx";
CREATE INDEX "events_over_idx" ON "events" ("over_since", "id") WHERE "status" IN ('COMPLETED', 'CANCELLED');
