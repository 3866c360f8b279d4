-- Capacity counts people, each once: answers without a ticket, tickets, offers, and what payments was granted to sell. What is asked of
-- guests; scans by device; tickets that go back.

CREATE TYPE "approval" AS ENUM ('APPROVED', 'DECLINED');

ALTER TABLE "events"
  ADD COLUMN "requires_approval" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "invitation_only" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "min_points" INTEGER,
  ADD COLUMN "min_rating" INTEGER,
  ADD COLUMN "start_changed_at" TIMESTAMPTZ(3);

ALTER TABLE "events"
  ADD CONSTRAINT "events_requirements" CHECK ("min_points" > 0 AND "min_rating" BETWEEN 1 AND 100);

ALTER TABLE "people"
  ADD COLUMN "points" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "reputation" DOUBLE PRECISION NOT NULL DEFAULT 0;

-- Tickets. Somebody let in by name used up none of their tickets; now it is the first of them.
ALTER TABLE "tickets"
  ALTER COLUMN "user_id" DROP NOT NULL,
  ADD COLUMN "closed_at" TIMESTAMPTZ(3),
  ADD COLUMN "door_version" INTEGER NOT NULL DEFAULT 0;

UPDATE "tickets" t SET "checked_in_at" = a."checked_in_at"
FROM "attendances" a
WHERE a."ticketed" AND a."checked_in_at" IS NOT NULL AND t."id" = (
  SELECT f."id" FROM "tickets" f
  WHERE f."event_id" = a."event_id" AND f."user_id" = a."user_id" AND f."paid_at" IS NOT NULL AND f."refunded_at" IS NULL
  ORDER BY f."checked_in_at" NULLS LAST, f."id" LIMIT 1
) AND t."checked_in_at" IS NULL;

UPDATE "tickets" SET "door_version" = 1 WHERE "checked_in_at" IS NOT NULL;

-- Answers: how many places each is, and how many of them are used.
ALTER TABLE "attendances"
  ADD COLUMN "tickets" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "admitted" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "approval" "approval";

ALTER TABLE "attendances" DROP CONSTRAINT "attendances_ticket_is_a_place";

UPDATE "attendances" a SET "tickets" = n."valid", "admitted" = n."used"
FROM (
  SELECT "event_id", "user_id", count(*)::int AS "valid", count("checked_in_at")::int AS "used" FROM "tickets"
  WHERE "paid_at" IS NOT NULL AND "refunded_at" IS NULL GROUP BY 1, 2
) n
WHERE a."ticketed" AND a."event_id" = n."event_id" AND a."user_id" = n."user_id";

UPDATE "attendances" SET "admitted" = 1 WHERE "tickets" = 0 AND "checked_in_at" IS NOT NULL;

ALTER TABLE "attendances" DROP COLUMN "ticketed";

ALTER TABLE "attendances"
  ADD CONSTRAINT "attendances_ticket_is_a_place" CHECK ("tickets" = 0 OR ("tickets" > 0 AND "status" = 'GOING')),
  ADD CONSTRAINT "attendances_admitted" CHECK (
    "admitted" BETWEEN 0 AND greatest(1, "tickets") AND ("admitted" > 0) = ("checked_in_at" IS NOT NULL)
  );

-- Counts.
ALTER TABLE "attendance_counts"
  ADD COLUMN "pending_capacity" INTEGER,
  ADD COLUMN "unticketed" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "tickets" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "ticketed" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "places_taken" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "grant_version" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "granted" INTEGER,
  ADD COLUMN "reserved" INTEGER DEFAULT 0;

ALTER TABLE "attendance_counts"
  DROP CONSTRAINT "attendance_counts_not_negative",
  DROP CONSTRAINT "attendance_counts_never_oversold";

UPDATE "attendance_counts" c SET "version" = c."version" + 1, "unticketed" = n."unticketed", "tickets" = n."tickets",
  "going" = n."unticketed" + n."tickets", "checked_in" = n."admitted",
  "overbooked" = greatest(0, coalesce(n."unticketed" + n."tickets" + c."offered" - c."capacity", 0))
FROM (
  SELECT "event_id", count(*) FILTER (WHERE "status" = 'GOING' AND "tickets" = 0)::int AS "unticketed",
    sum("tickets")::int AS "tickets", sum("admitted")::int AS "admitted"
  FROM "attendances" GROUP BY 1
) n
WHERE c."event_id" = n."event_id"
  AND (c."going", c."unticketed", c."tickets", c."checked_in") IS DISTINCT FROM
    (n."unticketed" + n."tickets", n."unticketed", n."tickets", n."admitted");

-- The second belt: whatever the code does, this row cannot say that more places are given away than there are.
ALTER TABLE "attendance_counts"
  ADD CONSTRAINT "attendance_counts_not_negative" CHECK (
    "unticketed" >= 0 AND "tickets" >= 0 AND "interested" >= 0 AND "maybe" >= 0 AND "waitlisted" >= 0 AND "checked_in" >= 0
    AND "offered" >= 0 AND "overbooked" >= 0 AND "places_taken" >= 0 AND "capacity" > 0 AND "pending_capacity" > 0 AND "reserved" >= 0
  ),
  ADD CONSTRAINT "attendance_counts_going" CHECK ("going" = "unticketed" + "tickets"),
  ADD CONSTRAINT "attendance_counts_never_oversold" CHECK (
    "capacity" IS NULL OR "reserved" IS NULL
    OR "unticketed" + "offered" + greatest("reserved", "tickets", "places_taken") <= "capacity" + "overbooked"
  );

-- What payments sells.
CREATE TABLE "event_sales" (
    "event_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "tiers" JSONB NOT NULL,

    CONSTRAINT "event_sales_pkey" PRIMARY KEY ("event_id")
);

ALTER TABLE "event_sales" ADD CONSTRAINT "event_sales_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Scans: the person who scanned stands for the device of those that are here already.
ALTER TABLE "check_ins"
  ADD COLUMN "device_id" TEXT,
  ADD COLUMN "subject" TEXT,
  ADD COLUMN "undone_at" TIMESTAMPTZ(3);

UPDATE "check_ins" c SET "device_id" = c."checked_in_by"::text, "subject" = CASE
  WHEN c."ticket_id" IS NOT NULL THEN 'ticket:' || coalesce((SELECT t."code_hash" FROM "tickets" t WHERE t."id" = c."ticket_id"), '')
  ELSE 'person:' || coalesce((SELECT a."user_id"::text FROM "attendances" a WHERE a."id" = c."attendance_id"), '') END;

ALTER TABLE "check_ins"
  ALTER COLUMN "device_id" SET NOT NULL,
  ALTER COLUMN "subject" SET NOT NULL,
  DROP CONSTRAINT "check_ins_pkey",
  ADD CONSTRAINT "check_ins_pkey" PRIMARY KEY ("event_id", "device_id", "nonce");
