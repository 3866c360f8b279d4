import type { Statement } from '@marquee/platform';
import type { SubjectKind } from '../../generated/resolvers';

export interface KindNumbers {
  kind: SubjectKind;
  reports: number;
  upheld: number;
  dismissed: number;
  decisions: number;
  automatic: number;
  removals: number;
  restorations: number;
  medianHours: number | null;
}

export interface AppealFigures {
  made: number;
  reversed: number;
  upheld: number;
}

/**
 * Of each kind what was reported and decided in a period. How long a decision took counts from when the workflow came into the queue the last
 * time before it, as its versions have it, and of a case from its beginning.
 */
export const numbersByKind = (from: Date, until: Date): Statement => ({
  name: 'moderation_report_kinds',
  text: `WITH raised AS (
      SELECT subject_kind AS kind, status::text AS status FROM flags WHERE created_at >= $1 AND created_at < $2
      UNION ALL SELECT kind, status::text FROM reports WHERE created_at >= $1 AND created_at < $2 AND case_id IS NOT NULL
    ), decided AS (
      SELECT d.subject_kind AS kind, d.automatic, d.decision::text = 'REJECT' AS removes, false AS restores,
        CASE WHEN d.automatic THEN NULL ELSE extract(epoch FROM d.created_at - (
          SELECT min(v.created_at) FROM workflow_versions v
          WHERE v.workflow_id = d.workflow_id AND v.in_queue AND v.version <= d.workflow_version AND v.version > coalesce((
            SELECT max(o.version) FROM workflow_versions o
            WHERE o.workflow_id = d.workflow_id AND NOT o.in_queue AND o.version <= d.workflow_version), 0))) END AS seconds
      FROM decisions d WHERE d.created_at >= $1 AND d.created_at < $2
      UNION ALL
      SELECT c.kind, false, a.kind::text IN ('REMOVED', 'REJECTED'), a.kind::text = 'RESTORED',
        CASE WHEN a.kind::text = 'RESTORED' THEN NULL ELSE extract(epoch FROM a.created_at - coalesce((
          SELECT max(q.created_at) FROM case_acts q
          WHERE q.case_id = a.case_id AND q.version < a.version AND q.kind IN ('QUEUED', 'APPEALED')), c.queued_at)) END
      FROM case_acts a JOIN cases c ON c.id = a.case_id
      WHERE a.created_at >= $1 AND a.created_at < $2 AND a.kind::text IN ('REMOVED', 'DISMISSED', 'RESTORED', 'APPROVED', 'CHANGES_REQUESTED', 'REJECTED')
    ), by_reports AS (
      SELECT kind, count(*)::int AS reports, count(*) FILTER (WHERE status = 'UPHELD')::int AS upheld,
        count(*) FILTER (WHERE status = 'DISMISSED')::int AS dismissed
      FROM raised GROUP BY kind
    ), by_decisions AS (
      SELECT kind, count(*)::int AS decisions, count(*) FILTER (WHERE automatic)::int AS automatic, count(*) FILTER (WHERE removes)::int AS removals,
        count(*) FILTER (WHERE restores)::int AS restorations,
        round((percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) / 3600)::numeric, 2)::float8 AS "medianHours"
      FROM decided GROUP BY kind
    )
    SELECT kind, coalesce(reports, 0) AS reports, coalesce(upheld, 0) AS upheld, coalesce(dismissed, 0) AS dismissed,
      coalesce(decisions, 0) AS decisions, coalesce(automatic, 0) AS automatic, coalesce(removals, 0) AS removals,
      coalesce(restorations, 0) AS restorations, "medianHours"
    FROM by_reports FULL JOIN by_decisions USING (kind) ORDER BY kind::text`,
  values: [from, until],
});

export const appealFigures = (from: Date, until: Date): Statement => ({
  name: 'moderation_report_appeals',
  text: `SELECT count(*)::int AS made, count(*) FILTER (WHERE outcome = 'REVERSED')::int AS reversed,
      count(*) FILTER (WHERE outcome = 'UPHELD')::int AS upheld
    FROM (SELECT outcome, created_at FROM appeals UNION ALL SELECT outcome, created_at FROM case_appeals) a
    WHERE created_at >= $1 AND created_at < $2`,
  values: [from, until],
});
