-- AlterTable
ALTER TABLE "case_acts" ADD COLUMN     "batch_id" UUID;

-- AlterTable
ALTER TABLE "decisions" ADD COLUMN     "batch_id" UUID;

-- AlterTable
ALTER TABLE "moderation_acts" ADD COLUMN     "batch_id" UUID;

-- CreateTable
CREATE TABLE "long_work" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER,
    "checkpoint" JSONB,
    "result" JSONB,
    "failure" TEXT,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "run_at" TIMESTAMPTZ(3),
    "lease_token" UUID,
    "lease_until" TIMESTAMPTZ(3),
    "claimed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "long_work_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "long_work_owner_created_at_id_idx" ON "long_work"("owner", "created_at", "id");

-- CreateIndex
CREATE INDEX "moderation_acts_batch_id_idx" ON "moderation_acts"("batch_id");

-- Long work, as in platform/sql: what Prisma does not know of.
CREATE INDEX "long_work_open" ON "long_work" ("created_at") WHERE "state" IN ('QUEUED', 'RUNNING');
ALTER TABLE "long_work" ADD CONSTRAINT "long_work_state" CHECK ("state" IN ('COLLECTING', 'QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
  ADD CONSTRAINT "long_work_lease" CHECK (("state" = 'RUNNING') = ("lease_token" IS NOT NULL AND "lease_until" IS NOT NULL)),
  ADD CONSTRAINT "long_work_end" CHECK (("state" IN ('SUCCEEDED', 'FAILED', 'CANCELLED')) = ("ended_at" IS NOT NULL));

-- The log says which decisions were made together.
CREATE OR REPLACE FUNCTION log_case_act(a case_acts) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO moderation_acts (at, verb, by, actor_id, to_id, kind, subject_id, entry_id, version, event_id, author_id, organization_id, category_slug,
    title, note, note_texts, canned_reason_id, until, restrict_days, batch_id)
  SELECT a.created_at, v.verb::"ModerationVerb",
    CASE WHEN a.kind = 'APPEALED' THEN 'AUTHOR' WHEN a.actor_id IS NOT NULL THEN 'STAFF' WHEN a.kind = 'HANDED_OVER' THEN 'MACHINE' ELSE 'ERASED' END::"ModerationActorKind",
    a.actor_id, CASE WHEN a.kind = 'HANDED_OVER' AND a.version = c.version THEN c.curator_id END,
    c.kind, c.subject_id, c.id, a.version, r.event_id, c.author_id, CASE WHEN c.kind = 'ORGANIZATION' THEN c.subject_id ELSE c.organization_id END,
    coalesce(c.category_slug, e.category_slug), coalesce(c.evidence ->> 'title', c.evidence ->> 'name', c.evidence ->> 'displayName'),
    a.text, a.note_texts, a.canned_reason_id, a.until, CASE WHEN v.verb = 'RESTRICTED' THEN a.restrict_days END, a.batch_id
  FROM cases c
  CROSS JOIN unnest(ARRAY[a.kind::text, CASE WHEN a.restrict_days IS NOT NULL THEN 'RESTRICTED' END]) AS v(verb)
  LEFT JOIN reviews r ON c.kind = 'REVIEW' AND r.id = c.subject_id
  LEFT JOIN event_copies e ON e.event_id = r.event_id
  WHERE c.id = a.case_id AND v.verb IS NOT NULL AND a.kind NOT IN ('QUEUED', 'REPORTED', 'WITHDRAWN', 'PROPOSED', 'MOOT');
END $$;

CREATE OR REPLACE FUNCTION log_decision(d decisions) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO moderation_acts (at, verb, by, actor_id, kind, subject_id, entry_id, version, event_id, author_id, organization_id, category_slug,
    title, note, note_texts, reason, canned_reason_id, batch_id)
  SELECT d.created_at,
    CASE d.decision WHEN 'REJECT' THEN 'REJECTED' WHEN 'REQUEST_CHANGES' THEN 'CHANGES_REQUESTED'
      -- What was refused and on show before is put on show again.
      ELSE CASE WHEN v.status = 'REJECTED' THEN 'RESTORED' ELSE 'APPROVED' END END::"ModerationVerb",
    CASE WHEN d.automatic THEN 'MACHINE' WHEN d.curator_id IS NULL THEN 'ERASED' ELSE 'STAFF' END::"ModerationActorKind",
    d.curator_id, d.subject_kind, d.subject_id, d.workflow_id, d.workflow_version + 1, d.event_id, d.creator_id, e.organization_id,
    coalesce(p.proposed ->> 'categorySlug', e.category_slug), coalesce(p.proposed ->> 'title', e.title),
    d.notes, d.note_texts, d.reason, d.canned_reason_id, d.batch_id
  FROM (SELECT) AS one
  LEFT JOIN event_copies e ON e.event_id = d.event_id
  LEFT JOIN revision_copies p ON d.subject_kind = 'REVISION' AND p.revision_id = d.subject_id
  LEFT JOIN workflow_versions v ON v.workflow_id = d.workflow_id AND v.version = d.workflow_version;
END $$;
