-- CreateEnum
CREATE TYPE "ModerationVerb" AS ENUM ('APPROVED', 'CHANGES_REQUESTED', 'REJECTED', 'DISMISSED', 'REMOVED', 'RESTORED', 'APPEAL_UPHELD', 'CLAIMED', 'RELEASED', 'HANDED_OVER', 'ESCALATED', 'NOTED', 'HIDDEN', 'RESTRICTED', 'APPEALED');

-- CreateEnum
CREATE TYPE "ModerationActorKind" AS ENUM ('STAFF', 'AUTHOR', 'MACHINE', 'ERASED');

-- AlterEnum
ALTER TYPE "DecisionKind" ADD VALUE 'RESTORE';
ALTER TYPE "DecisionKind" ADD VALUE 'UPHOLD';

-- AlterTable
ALTER TABLE "case_acts" ADD COLUMN     "restrict_days" SMALLINT;

-- AlterTable
ALTER TABLE "workflow_versions" ADD COLUMN     "act" "ModerationVerb",
ADD COLUMN     "actor_id" UUID;

-- CreateTable
CREATE TABLE "moderation_acts" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "at" TIMESTAMPTZ(3) NOT NULL,
    "verb" "ModerationVerb" NOT NULL,
    "by" "ModerationActorKind" NOT NULL,
    "actor_id" UUID,
    "to_id" UUID,
    "kind" "SubjectKind" NOT NULL,
    "subject_id" UUID NOT NULL,
    "entry_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "event_id" UUID,
    "author_id" UUID,
    "organization_id" UUID,
    "category_slug" TEXT,
    "title" TEXT,
    "note" TEXT,
    "note_texts" JSONB,
    "reason" "RejectionReason",
    "canned_reason_id" UUID,
    "until" TIMESTAMPTZ(3),
    "restrict_days" SMALLINT,
    "words" tsvector GENERATED ALWAYS AS (setweight(to_tsvector('english'::regconfig, coalesce("title", '')), 'A') ||
      setweight(to_tsvector('english'::regconfig, coalesce("note", '')), 'B') ||
      setweight(to_tsvector('english'::regconfig, coalesce("note_texts", '{}'::jsonb)), 'C')) STORED,

    CONSTRAINT "moderation_acts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "moderation_acts_kind_at_id_idx" ON "moderation_acts"("kind", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "moderation_acts_kind_verb_at_id_idx" ON "moderation_acts"("kind", "verb", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "moderation_acts_actor_id_kind_at_id_idx" ON "moderation_acts"("actor_id", "kind", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "moderation_acts_subject_id_at_id_idx" ON "moderation_acts"("subject_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "moderation_acts_words_idx" ON "moderation_acts" USING GIN ("words");

-- CreateIndex
CREATE INDEX "moderation_acts_canned_reason_id_at_id_idx" ON "moderation_acts"("canned_reason_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "moderation_acts_to_id_idx" ON "moderation_acts"("to_id");

-- CreateIndex
CREATE INDEX "moderation_acts_author_id_idx" ON "moderation_acts"("author_id");

-- CreateIndex
CREATE INDEX "workflow_versions_actor_id_idx" ON "workflow_versions"("actor_id");

-- Written by hand from here: what Prisma cannot express.

-- One line for what somebody did, whichever version of this service wrote it down. What is read here beside the row is as it is in the
-- same transaction.
CREATE FUNCTION log_case_act(a case_acts) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO moderation_acts (at, verb, by, actor_id, to_id, kind, subject_id, entry_id, version, event_id, author_id, organization_id, category_slug,
    title, note, note_texts, canned_reason_id, until, restrict_days)
  SELECT a.created_at, v.verb::"ModerationVerb",
    CASE WHEN a.kind = 'APPEALED' THEN 'AUTHOR' WHEN a.actor_id IS NOT NULL THEN 'STAFF' WHEN a.kind = 'HANDED_OVER' THEN 'MACHINE' ELSE 'ERASED' END::"ModerationActorKind",
    a.actor_id, CASE WHEN a.kind = 'HANDED_OVER' AND a.version = c.version THEN c.curator_id END,
    c.kind, c.subject_id, c.id, a.version, r.event_id, c.author_id, CASE WHEN c.kind = 'ORGANIZATION' THEN c.subject_id ELSE c.organization_id END,
    coalesce(c.category_slug, e.category_slug), coalesce(c.evidence ->> 'title', c.evidence ->> 'name', c.evidence ->> 'displayName'),
    a.text, a.note_texts, a.canned_reason_id, a.until, CASE WHEN v.verb = 'RESTRICTED' THEN a.restrict_days END
  FROM cases c
  CROSS JOIN unnest(ARRAY[a.kind::text, CASE WHEN a.restrict_days IS NOT NULL THEN 'RESTRICTED' END]) AS v(verb)
  LEFT JOIN reviews r ON c.kind = 'REVIEW' AND r.id = c.subject_id
  LEFT JOIN event_copies e ON e.event_id = r.event_id
  WHERE c.id = a.case_id AND v.verb IS NOT NULL AND a.kind NOT IN ('QUEUED', 'REPORTED', 'WITHDRAWN', 'PROPOSED', 'MOOT');
END $$;

CREATE FUNCTION log_decision(d decisions) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO moderation_acts (at, verb, by, actor_id, kind, subject_id, entry_id, version, event_id, author_id, organization_id, category_slug,
    title, note, note_texts, reason, canned_reason_id)
  SELECT d.created_at,
    CASE d.decision WHEN 'REJECT' THEN 'REJECTED' WHEN 'REQUEST_CHANGES' THEN 'CHANGES_REQUESTED'
      -- What was refused and on show before is put on show again.
      ELSE CASE WHEN v.status = 'REJECTED' THEN 'RESTORED' ELSE 'APPROVED' END END::"ModerationVerb",
    CASE WHEN d.automatic THEN 'MACHINE' WHEN d.curator_id IS NULL THEN 'ERASED' ELSE 'STAFF' END::"ModerationActorKind",
    d.curator_id, d.subject_kind, d.subject_id, d.workflow_id, d.workflow_version + 1, d.event_id, d.creator_id, e.organization_id,
    coalesce(p.proposed ->> 'categorySlug', e.category_slug), coalesce(p.proposed ->> 'title', e.title),
    d.notes, d.note_texts, d.reason, d.canned_reason_id
  FROM (SELECT) AS one
  LEFT JOIN event_copies e ON e.event_id = d.event_id
  LEFT JOIN revision_copies p ON d.subject_kind = 'REVISION' AND p.revision_id = d.subject_id
  LEFT JOIN workflow_versions v ON v.workflow_id = d.workflow_id AND v.version = d.workflow_version;
END $$;

-- What was decided stands in decisions; here is who took it, and what became of it meanwhile.
CREATE FUNCTION log_workflow_version(v workflow_versions) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO moderation_acts (at, verb, by, actor_id, to_id, kind, subject_id, entry_id, version, event_id, author_id, organization_id, category_slug, title, until)
  SELECT v.created_at, a.verb::"ModerationVerb",
    CASE WHEN a.verb = 'APPEALED' THEN 'AUTHOR' WHEN a.actor_id IS NULL THEN 'MACHINE' ELSE 'STAFF' END::"ModerationActorKind",
    a.actor_id, CASE WHEN a.verb = 'HANDED_OVER' THEN v.curator_id END, w.subject_kind, w.subject_id, w.id, v.version, w.event_id,
    coalesce(p.author_id, w.creator_id), e.organization_id, coalesce(p.proposed ->> 'categorySlug', e.category_slug), coalesce(p.proposed ->> 'title', e.title),
    CASE WHEN a.verb IN ('CLAIMED', 'HANDED_OVER') THEN v.claimed_until END
  FROM workflows w
  JOIN workflow_versions b ON b.workflow_id = v.workflow_id AND b.version = v.version - 1
  CROSS JOIN LATERAL (SELECT
    coalesce(v.act::text, CASE
      WHEN v.status = 'FLAGGED' AND b.status <> 'FLAGGED' THEN 'HIDDEN'
      WHEN v.status = 'APPEALED' AND b.status IN ('REJECTED', 'NEEDS_REVISION') THEN 'APPEALED'
      WHEN v.in_queue AND v.curator_id IS NOT NULL AND v.claimed_until IS NOT NULL
        AND (b.curator_id, b.claimed_until) IS DISTINCT FROM (v.curator_id, v.claimed_until) THEN 'CLAIMED' END) AS verb) AS seen
  CROSS JOIN LATERAL (SELECT seen.verb, CASE WHEN v.act IS NOT NULL THEN v.actor_id WHEN seen.verb = 'CLAIMED' THEN v.curator_id END AS actor_id) AS a
  LEFT JOIN event_copies e ON e.event_id = w.event_id
  LEFT JOIN revision_copies p ON p.revision_id = w.revision_id
  WHERE w.id = v.workflow_id AND a.verb IS NOT NULL;
END $$;

CREATE FUNCTION log_act() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('SELECT %I($1)', TG_ARGV[0]) USING NEW;
  RETURN NULL;
END $$;
CREATE TRIGGER case_acts_log AFTER INSERT ON "case_acts" FOR EACH ROW EXECUTE FUNCTION log_act('log_case_act');
CREATE TRIGGER decisions_log AFTER INSERT ON "decisions" FOR EACH ROW EXECUTE FUNCTION log_act('log_decision');
CREATE TRIGGER workflow_versions_log AFTER INSERT ON "workflow_versions" FOR EACH ROW EXECUTE FUNCTION log_act('log_workflow_version');

-- What was done before there was a log.
SELECT log_case_act(a) FROM "case_acts" a;
SELECT log_decision(d) FROM "decisions" d;
SELECT log_workflow_version(v) FROM "workflow_versions" v;

-- Only added to. Of those who are erased the names go, and nothing else.
CREATE FUNCTION moderation_acts_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.actor_id IS NOT DISTINCT FROM OLD.actor_id AND NEW."by" = OLD."by" OR NEW.actor_id IS NULL AND OLD.actor_id IS NOT NULL AND NEW."by" = 'ERASED')
      AND (NEW.to_id IS NULL OR NEW.to_id = OLD.to_id) AND (NEW.author_id IS NULL OR NEW.author_id = OLD.author_id)
      AND (NEW.title IS NULL OR NEW.author_id IS NOT DISTINCT FROM OLD.author_id AND NEW.title = OLD.title)
      AND to_jsonb(NEW) - '{actor_id,by,to_id,author_id,title,words}'::text[] = to_jsonb(OLD) - '{actor_id,by,to_id,author_id,title,words}'::text[]
    THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'moderation_acts are only added to' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER moderation_acts_stay BEFORE UPDATE OR DELETE ON "moderation_acts" FOR EACH ROW EXECUTE FUNCTION moderation_acts_stay();
CREATE TRIGGER moderation_acts_whole BEFORE TRUNCATE ON "moderation_acts" FOR EACH STATEMENT EXECUTE FUNCTION moderation_acts_stay();
