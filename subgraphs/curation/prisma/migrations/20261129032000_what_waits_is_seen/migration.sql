-- CreateIndex
CREATE INDEX "revision_copies_event_id_idx" ON "revision_copies"("event_id");

-- Written by hand from here: what Prisma cannot express.

-- What was decided about before is screened before what never was, as imports are.
DROP INDEX "workflows_screening_due";
CREATE INDEX "workflows_screening_due" ON "workflows" (("decided_at" IS NULL), "created_at") WHERE "screening_due";

-- Flags from before every flag came into the queue. The job rank-queue gives them their place; until then they come first.
UPDATE "workflows" w SET "in_queue" = true, "queued_at" = now(), "queue_rank" = 0
FROM "event_copies" e
WHERE e."event_id" = w."event_id" AND NOT e."deleted"
  AND (e."status" IN ('PUBLISHED', 'COMPLETED') OR (e."status" = 'CANCELLED' AND e."was_published"))
  AND w."status" = 'APPROVED' AND w."revision_id" IS NULL AND NOT w."in_queue"
  AND EXISTS (SELECT FROM "flags" f WHERE f."workflow_id" = w."id" AND f."status" = 'OPEN')
  AND w."submission" = (SELECT max(o."submission") FROM "workflows" o WHERE o."event_id" = w."event_id" AND o."revision_id" IS NULL);

-- What was given back or taken down is not screened any more, and waits for nobody.
UPDATE "workflows" SET "in_queue" = false, "screening_due" = false
WHERE "status" IN ('REJECTED', 'NEEDS_REVISION') AND ("in_queue" OR "screening_due");

-- The measure of small changes is what a person has read, and not what it was edited to since.
DELETE FROM "approved_contents" a WHERE NOT EXISTS (
  SELECT FROM "training_examples" t
  WHERE t."event_id" = a."event_id" AND NOT t."spam" AND t."title" = a."title" AND t."description" = a."description");

-- Of deleted events, and by erased people, nothing is kept.
DELETE FROM "approved_contents" a USING "event_copies" e WHERE e."event_id" = a."event_id" AND e."deleted";
UPDATE "revision_copies" r SET "proposed" = NULL FROM "event_copies" e WHERE e."event_id" = r."event_id" AND e."deleted";
UPDATE "workflow_versions" v SET "curator_id" = NULL FROM "person_copies" p WHERE p."user_id" = v."curator_id" AND p."erased_at" IS NOT NULL;
