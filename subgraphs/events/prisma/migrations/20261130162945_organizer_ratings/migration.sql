-- AlterTable
ALTER TABLE "event_standings" ADD COLUMN     "rated_owner_id" UUID;

-- CreateTable
CREATE TABLE "organizer_ratings" (
    "owner_id" UUID NOT NULL,
    "rated_sum" DOUBLE PRECISION NOT NULL,
    "review_count" INTEGER NOT NULL,

    CONSTRAINT "organizer_ratings_pkey" PRIMARY KEY ("owner_id")
);

CREATE INDEX "event_standings_rated_owner_id_idx" ON "event_standings" ("rated_owner_id");

-- What guests have said so far, but of who was erased.
UPDATE "event_standings" t SET "rated_owner_id" = coalesce(e."organization_id", e."creator_id")
FROM "events" e WHERE e."id" = t."event_id" AND t."rating" IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM "people" p WHERE p."id" = e."creator_id" AND p."erased" AND e."organization_id" IS NULL);

INSERT INTO "organizer_ratings" ("owner_id", "rated_sum", "review_count")
SELECT "rated_owner_id", sum("rating" * "review_count"), sum("review_count") FROM "event_standings" WHERE "rated_owner_id" IS NOT NULL GROUP BY 1;
