import type { Statement } from '@marquee/platform';

/** What is summed up of one person. */
export interface RecordNumbers {
  userId: string;
  submissions: number;
  approved: number;
  rejected: number;
  changesRequested: number;
  automatic: number;
  reversed: number;
  flagsUpheld: number;
  flagsDismissed: number;
  removals: number;
  quality: number | null;
  ratingSum: number;
  reviews: number;
  /** 0 to 100; null for somebody whom nobody has told of. */
  reputation: number | null;
  active: boolean;
  /** Approvals of events by people, ever, as trust counts them. */
  approvals: number;
  /** Rejections since `trustedSince` that stand. */
  rejections: number;
}

/** More of one person is not looked at: somebody who imports has a million. */
const MOST_SUMMED = 1_000;
const MOST_SCORED = 20;
export const MOST_DECISIONS_SHOWN = 10;

/** Of each person, in one trip; what was removed counts of these kinds alone. */
export const trackRecords = (userIds: readonly string[], kinds: readonly string[], trustedSince: Date): Statement => ({
  name: 'track_records',
  text: `SELECT u.id AS "userId", w.submissions, w.quality, d.*, f.*, r.*, p.reputation, coalesce(p.active, false) AS active,
      (SELECT count(*)::int FROM cases c WHERE c.author_id = u.id AND c.status = 'REMOVED' AND c.kind::text = ANY ($2::text[])) AS removals
    FROM unnest($1::uuid[]) AS u(id)
    LEFT JOIN person_copies p ON p.user_id = u.id
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS submissions, coalesce(array_agg(id), '{}') AS workflow_ids, coalesce(array_agg(DISTINCT event_id), '{}') AS event_ids,
        avg(quality_score) FILTER (WHERE scored <= ${MOST_SCORED} AND quality_score IS NOT NULL)::float8 AS quality
      FROM (
        SELECT id, event_id, quality_score, count(quality_score) OVER (ORDER BY created_at DESC, id DESC ROWS UNBOUNDED PRECEDING) AS scored
        FROM (SELECT id, event_id, quality_score, created_at FROM workflows
          WHERE creator_id = u.id ORDER BY created_at DESC, id DESC LIMIT ${MOST_SUMMED}) newest) numbered) w
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE stands AND NOT automatic AND decision = 'APPROVE')::int AS approved,
        count(*) FILTER (WHERE stands AND NOT automatic AND decision = 'REJECT')::int AS rejected,
        count(*) FILTER (WHERE stands AND NOT automatic AND decision = 'REQUEST_CHANGES')::int AS "changesRequested",
        count(*) FILTER (WHERE automatic AND decision = 'APPROVE')::int AS automatic,
        count(*) FILTER (WHERE NOT stands)::int AS reversed,
        count(*) FILTER (WHERE NOT automatic AND decision = 'APPROVE' AND of_event)::int AS approvals,
        count(*) FILTER (WHERE stands AND NOT automatic AND decision = 'REJECT' AND created_at >= $3)::int AS rejections
      FROM (
        SELECT n.*, n.subject_kind = 'EVENT' AS of_event,
          NOT EXISTS (SELECT FROM appeals a WHERE a.decision_id = n.id AND a.outcome = 'REVERSED') AS stands
        FROM (SELECT id, automatic, decision, created_at, subject_kind FROM decisions
          WHERE creator_id = u.id ORDER BY created_at DESC LIMIT ${MOST_SUMMED}) n) judged) d
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE status = 'UPHELD')::int AS "flagsUpheld", count(*) FILTER (WHERE status = 'DISMISSED')::int AS "flagsDismissed"
      FROM flags WHERE workflow_id = ANY (w.workflow_ids)) f
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(rating), 0)::int AS "ratingSum", count(*)::int AS reviews
      FROM reviews WHERE event_id = ANY (w.event_ids) AND removed_at IS NULL) r`,
  values: [[...userIds], [...kinds], trustedSince],
});

/** The newest decisions about what each of these people submitted. */
export const newestDecisions = (userIds: readonly string[]): Statement => ({
  name: 'newest_decisions_of_creators',
  text: `SELECT d.* FROM unnest($1::uuid[]) AS u(id) CROSS JOIN LATERAL (
      SELECT id, workflow_id AS "workflowId", workflow_version AS "workflowVersion", event_id AS "eventId", creator_id AS "creatorId",
        curator_id AS "curatorId", automatic, decision, reason, notes, quality_score AS "qualityScore", created_at AS "createdAt"
      FROM decisions WHERE creator_id = u.id ORDER BY created_at DESC, id DESC LIMIT ${MOST_DECISIONS_SHOWN}) d
    ORDER BY d."createdAt" DESC, d.id DESC`,
  values: [[...userIds]],
});
