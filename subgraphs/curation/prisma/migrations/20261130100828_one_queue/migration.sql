-- AlterTable
ALTER TABLE "cases" ADD COLUMN     "category_slug" TEXT,
ADD COLUMN     "city" TEXT,
ADD COLUMN     "language" TEXT;

-- AlterTable
ALTER TABLE "decisions" ADD COLUMN     "subject_id" UUID,
ADD COLUMN     "subject_kind" "SubjectKind";

-- AlterTable
ALTER TABLE "event_copies" ADD COLUMN     "language" TEXT;

-- AlterTable
ALTER TABLE "flags" ADD COLUMN     "subject_id" UUID,
ADD COLUMN     "subject_kind" "SubjectKind";

-- AlterTable
ALTER TABLE "workflows" ADD COLUMN     "subject_id" UUID,
ADD COLUMN     "subject_kind" "SubjectKind";

-- CreateTable
CREATE TABLE "queue_entries" (
    "id" UUID NOT NULL,
    "kind" "SubjectKind" NOT NULL,
    "subject_id" UUID NOT NULL,
    "workflow_id" UUID,
    "case_id" UUID,
    "event_id" UUID,
    "author_id" UUID,
    "urgent" BOOLEAN NOT NULL,
    "queue_rank" DOUBLE PRECISION NOT NULL,
    "place" DOUBLE PRECISION NOT NULL,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,
    "curator_id" UUID,
    "claimed_until" TIMESTAMPTZ(3),
    "category_slug" TEXT,
    "city" TEXT,
    "language" TEXT,

    CONSTRAINT "queue_entries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "queue_entries_workflow_id_key" ON "queue_entries"("workflow_id");

-- CreateIndex
CREATE UNIQUE INDEX "queue_entries_case_id_key" ON "queue_entries"("case_id");

-- CreateIndex
CREATE INDEX "queue_entries_kind_place_id_idx" ON "queue_entries"("kind", "place" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "queue_entries_kind_category_slug_place_id_idx" ON "queue_entries"("kind", "category_slug", "place" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "queue_entries_kind_city_place_id_idx" ON "queue_entries"("kind", "city", "place" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "queue_entries_kind_language_place_id_idx" ON "queue_entries"("kind", "language", "place" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "queue_entries_kind_queued_at_idx" ON "queue_entries"("kind", "queued_at");

-- CreateIndex
CREATE INDEX "queue_entries_curator_id_kind_place_id_idx" ON "queue_entries"("curator_id", "kind", "place" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "queue_entries_event_id_idx" ON "queue_entries"("event_id");

-- CreateIndex
CREATE INDEX "queue_entries_kind_subject_id_idx" ON "queue_entries"("kind", "subject_id");

-- CreateIndex
CREATE INDEX "decisions_subject_kind_subject_id_created_at_idx" ON "decisions"("subject_kind", "subject_id", "created_at");

-- CreateIndex
CREATE INDEX "flags_subject_kind_subject_id_created_at_idx" ON "flags"("subject_kind", "subject_id", "created_at");

-- AddForeignKey
ALTER TABLE "queue_entries" ADD CONSTRAINT "queue_entries_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflows"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "queue_entries" ADD CONSTRAINT "queue_entries_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand from here: what Prisma cannot express.

-- Few are claimed.
CREATE INDEX "queue_entries_kind_claimed" ON "queue_entries" ("kind", "place" DESC, "id" DESC) WHERE "claimed_until" IS NOT NULL;

-- What is there gets its subject.
UPDATE "workflows" SET "subject_kind" = CASE WHEN "revision_id" IS NULL THEN 'EVENT' ELSE 'REVISION' END::"SubjectKind", "subject_id" = coalesce("revision_id", "event_id");
UPDATE "decisions" d SET "subject_kind" = w."subject_kind", "subject_id" = w."subject_id" FROM "workflows" w WHERE w."id" = d."workflow_id";
UPDATE "flags" SET "subject_kind" = 'EVENT', "subject_id" = "event_id";
ALTER TABLE "workflows" ALTER COLUMN "subject_kind" SET NOT NULL, ALTER COLUMN "subject_id" SET NOT NULL;
ALTER TABLE "decisions" ALTER COLUMN "subject_kind" SET NOT NULL, ALTER COLUMN "subject_id" SET NOT NULL;
ALTER TABLE "flags" ALTER COLUMN "subject_kind" SET NOT NULL, ALTER COLUMN "subject_id" SET NOT NULL;

-- And what the version before this one still writes, until it is gone.
CREATE FUNCTION workflow_subject() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.subject_kind := CASE WHEN NEW.revision_id IS NULL THEN 'EVENT' ELSE 'REVISION' END;
  NEW.subject_id := coalesce(NEW.revision_id, NEW.event_id);
  RETURN NEW;
END $$;
CREATE TRIGGER workflows_subject BEFORE INSERT ON "workflows" FOR EACH ROW WHEN (NEW.subject_id IS NULL) EXECUTE FUNCTION workflow_subject();

CREATE FUNCTION decision_subject() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT w.subject_kind, w.subject_id INTO NEW.subject_kind, NEW.subject_id FROM workflows w WHERE w.id = NEW.workflow_id;
  RETURN NEW;
END $$;
CREATE TRIGGER decisions_subject BEFORE INSERT ON "decisions" FOR EACH ROW WHEN (NEW.subject_id IS NULL) EXECUTE FUNCTION decision_subject();

CREATE FUNCTION flag_subject() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.subject_kind := 'EVENT';
  NEW.subject_id := NEW.event_id;
  RETURN NEW;
END $$;
CREATE TRIGGER flags_subject BEFORE INSERT ON "flags" FOR EACH ROW WHEN (NEW.subject_id IS NULL) EXECUTE FUNCTION flag_subject();

-- One row for what waits, whoever writes: the order of the queue and what it is filtered by, in one place for workflows and cases. A pure
-- function of the rows it is made from.
CREATE FUNCTION queue_workflow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT NEW.in_queue THEN
    DELETE FROM queue_entries WHERE id = NEW.id;
    RETURN NULL;
  END IF;
  INSERT INTO queue_entries AS q (id, kind, subject_id, workflow_id, event_id, author_id, urgent, queue_rank, place, queued_at, curator_id, claimed_until,
    category_slug, city, language)
  SELECT NEW.id, NEW.subject_kind, NEW.subject_id, NEW.id, NEW.event_id, coalesce(r.author_id, NEW.creator_id),
    u.urgent, NEW.queue_rank, NEW.queue_rank + CASE WHEN u.urgent THEN 1e7 ELSE 0 END, NEW.queued_at, NEW.curator_id, NEW.claimed_until, e.category_slug, lower(e.city), e.language
  FROM (SELECT EXISTS (SELECT FROM flags f WHERE f.workflow_id = NEW.id AND f.status = 'OPEN' AND (f.by_staff OR f.reason = 'DANGEROUS')) AS urgent) AS u
  LEFT JOIN event_copies e ON e.event_id = NEW.event_id
  LEFT JOIN revision_copies r ON r.revision_id = NEW.revision_id
  ON CONFLICT (id) DO UPDATE SET urgent = excluded.urgent, queue_rank = excluded.queue_rank, place = excluded.place, queued_at = excluded.queued_at,
    author_id = excluded.author_id, curator_id = excluded.curator_id, claimed_until = excluded.claimed_until,
    category_slug = excluded.category_slug, city = excluded.city, language = excluded.language;
  RETURN NULL;
END $$;
CREATE TRIGGER workflows_enter_queue AFTER INSERT ON "workflows" FOR EACH ROW WHEN (NEW.in_queue) EXECUTE FUNCTION queue_workflow();
CREATE TRIGGER workflows_keep_queue AFTER UPDATE ON "workflows" FOR EACH ROW WHEN (OLD.in_queue OR NEW.in_queue) EXECUTE FUNCTION queue_workflow();

CREATE FUNCTION queue_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT NEW.in_queue THEN
    DELETE FROM queue_entries WHERE id = NEW.id;
    RETURN NULL;
  END IF;
  INSERT INTO queue_entries AS q (id, kind, subject_id, case_id, event_id, author_id, urgent, queue_rank, place, queued_at, curator_id, claimed_until,
    category_slug, city, language)
  SELECT NEW.id, NEW.kind, NEW.subject_id, NEW.id, v.event_id, NEW.author_id,
    u.urgent, NEW.queue_rank, NEW.queue_rank + CASE WHEN u.urgent THEN 1e7 ELSE 0 END, NEW.queued_at, NEW.curator_id, NEW.claimed_until, coalesce(NEW.category_slug, e.category_slug), lower(coalesce(NEW.city, e.city)), NEW.language
  FROM (SELECT EXISTS (SELECT FROM reports r WHERE r.case_id = NEW.id AND r.status = 'OPEN' AND (r.by_staff OR r.reason = 'DANGEROUS')) AS urgent) AS u
  LEFT JOIN reviews v ON NEW.kind = 'REVIEW' AND v.id = NEW.subject_id
  LEFT JOIN event_copies e ON e.event_id = v.event_id
  ON CONFLICT (id) DO UPDATE SET urgent = excluded.urgent, queue_rank = excluded.queue_rank, place = excluded.place, queued_at = excluded.queued_at,
    author_id = excluded.author_id, curator_id = excluded.curator_id, claimed_until = excluded.claimed_until,
    category_slug = excluded.category_slug, city = excluded.city, language = excluded.language;
  RETURN NULL;
END $$;
CREATE TRIGGER cases_enter_queue AFTER INSERT ON "cases" FOR EACH ROW WHEN (NEW.in_queue) EXECUTE FUNCTION queue_case();
CREATE TRIGGER cases_keep_queue AFTER UPDATE ON "cases" FOR EACH ROW WHEN (OLD.in_queue OR NEW.in_queue) EXECUTE FUNCTION queue_case();

-- An event that moves takes what waits of it along; but for what somebody is changing in this moment, which a wait for could be a deadlock
-- (the job rank-queue mends that).
CREATE FUNCTION queue_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE queue_entries q SET category_slug = NEW.category_slug, city = lower(NEW.city),
    language = CASE WHEN q.workflow_id IS NULL THEN q.language ELSE NEW.language END
  WHERE q.id IN (SELECT id FROM queue_entries WHERE event_id = NEW.event_id ORDER BY id FOR UPDATE SKIP LOCKED);
  RETURN NULL;
END $$;
CREATE TRIGGER event_copies_queue AFTER UPDATE ON "event_copies" FOR EACH ROW
  WHEN (OLD.category_slug IS DISTINCT FROM NEW.category_slug OR OLD.city IS DISTINCT FROM NEW.city OR OLD.language IS DISTINCT FROM NEW.language)
  EXECUTE FUNCTION queue_event();

-- What waits now.
UPDATE "workflows" SET "in_queue" = "in_queue" WHERE "in_queue";
UPDATE "cases" SET "in_queue" = "in_queue" WHERE "in_queue";
