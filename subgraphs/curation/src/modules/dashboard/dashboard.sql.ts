import type { Statement } from '@marquee/platform';
import type { SubjectKind } from '../../generated/resolvers';

export interface OpenNumbers {
  kind: SubjectKind;
  waiting: number;
  urgent: number;
  claimed: number;
  overADay: number;
  overThreeDays: number;
  oldestAt: Date;
}

export interface PaceNumbers {
  decisions: number;
  medianHoursToClaim: number | null;
  medianHoursToDecide: number | null;
  secondLooks: number;
  agreement: number | null;
  reversalRate: number | null;
}

export interface PersonNumbers {
  curatorId: string;
  decisions: number;
  medianMinutes: number | null;
  reversed: number;
  load: number;
}

/** Of which days, kinds and for whom. */
export interface DashboardSelection {
  from: Date;
  until: Date;
  kinds: readonly string[];
  viewerId: string;
  /** Whose figures; null: everybody's. */
  only: string | null;
}

export const MOST_PEOPLE = 50;

/** What waits now. */
export const openWork = ({ until, kinds, viewerId }: DashboardSelection): Statement => ({
  name: 'dashboard_open',
  text: `SELECT kind, count(*)::int AS waiting, count(*) FILTER (WHERE urgent)::int AS urgent,
      count(*) FILTER (WHERE claimed_until > $1::timestamptz)::int AS claimed,
      count(*) FILTER (WHERE queued_at < $1::timestamptz - interval '1 day')::int AS "overADay",
      count(*) FILTER (WHERE queued_at < $1::timestamptz - interval '3 days')::int AS "overThreeDays",
      min(queued_at) AS "oldestAt"
    FROM queue_entries WHERE kind::text = ANY ($2::text[]) AND author_id IS DISTINCT FROM $3::uuid
    GROUP BY kind ORDER BY kind`,
  values: [until, kinds, viewerId],
});

/** When a workflow came into the queue the last time before this version of it. */
const cameInto = (workflow: string, version: string) => `(SELECT min(q.created_at) FROM workflow_versions q
  WHERE q.workflow_id = ${workflow} AND q.in_queue AND q.version <= ${version} AND q.version > coalesce((
    SELECT max(o.version) FROM workflow_versions o WHERE o.workflow_id = ${workflow} AND NOT o.in_queue AND o.version <= ${version}), 0))`;

/** The same of a case `c` and its act `a`. */
const CASE_CAME = `coalesce((SELECT max(q.created_at) FROM case_acts q
  WHERE q.case_id = a.case_id AND q.version < a.version AND q.kind IN ('QUEUED', 'APPEALED')), c.queued_at)`;

/** Decisions by people: who, when it came, when it was claimed by them, and whether it was undone since. */
const DECIDED = `decided AS (
    SELECT d.curator_id, d.created_at, ${cameInto('d.workflow_id', 'd.workflow_version')} AS came_at,
      (SELECT max(v.created_at) FROM workflow_versions v JOIN workflow_versions b ON b.workflow_id = v.workflow_id AND b.version = v.version - 1
        WHERE v.workflow_id = d.workflow_id AND v.version <= d.workflow_version AND v.curator_id = d.curator_id
          AND b.curator_id IS DISTINCT FROM v.curator_id) AS claimed_at,
      EXISTS (SELECT FROM appeals a WHERE a.decision_id = d.id AND a.outcome = 'REVERSED') AS reversed
    FROM decisions d
    WHERE NOT d.automatic AND d.created_at >= $1 AND d.created_at <= $2 AND d.subject_kind::text = ANY ($3::text[])
    UNION ALL
    SELECT a.actor_id, a.created_at, ${CASE_CAME},
      (SELECT max(x.created_at) FROM case_acts x
        WHERE x.case_id = a.case_id AND x.version < a.version AND x.kind = 'CLAIMED' AND x.actor_id = a.actor_id),
      EXISTS (SELECT FROM case_acts r WHERE r.case_id = a.case_id AND r.version > a.version AND r.kind = 'RESTORED')
    FROM case_acts a JOIN cases c ON c.id = a.case_id
    WHERE a.created_at >= $1 AND a.created_at <= $2 AND a.kind IN ('REMOVED', 'DISMISSED', 'APPROVED', 'CHANGES_REQUESTED', 'REJECTED') AND c.kind::text = ANY ($3::text[])
  )`;

const median = (expression: string, divisor: number) =>
  `round((percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ${expression})) / ${divisor})::numeric, 2)::float8`;

/** How fast and how well. A claim is a version that somebody has whom the version before did not have. */
export const paceOf = ({ from, until, kinds }: DashboardSelection): Statement => ({
  name: 'dashboard_pace',
  text: `WITH ${DECIDED}, claims AS (
      SELECT v.created_at - ${cameInto('v.workflow_id', 'v.version')} AS waited
      FROM workflow_versions v
      JOIN workflow_versions b ON b.workflow_id = v.workflow_id AND b.version = v.version - 1
      JOIN workflows w ON w.id = v.workflow_id
      WHERE v.created_at >= $1 AND v.created_at <= $2 AND v.in_queue AND v.curator_id IS NOT NULL AND b.curator_id IS NULL
        AND w.subject_kind::text = ANY ($3::text[])
      UNION ALL
      SELECT a.created_at - ${CASE_CAME} FROM case_acts a JOIN cases c ON c.id = a.case_id
      WHERE a.created_at >= $1 AND a.created_at <= $2 AND a.kind = 'CLAIMED' AND c.kind::text = ANY ($3::text[])
        AND NOT EXISTS (SELECT FROM case_acts e WHERE e.case_id = a.case_id AND e.kind = 'CLAIMED' AND e.version < a.version)
    ), looks AS (
      SELECT a.outcome = 'UPHELD' AS agreed FROM appeals a JOIN workflows w ON w.id = a.workflow_id
      WHERE a.decided_at >= $1 AND a.decided_at <= $2 AND a.outcome IN ('UPHELD', 'REVERSED') AND w.subject_kind::text = ANY ($3::text[])
      UNION ALL
      SELECT a.kind = 'APPEAL_UPHELD' FROM case_acts a JOIN cases c ON c.id = a.case_id
      WHERE a.created_at >= $1 AND a.created_at <= $2 AND a.kind IN ('RESTORED', 'APPEAL_UPHELD') AND c.kind::text = ANY ($3::text[])
    )
    SELECT (SELECT count(*)::int FROM decided) AS decisions,
      (SELECT ${median('waited', 3_600)} FROM claims) AS "medianHoursToClaim",
      (SELECT ${median('created_at - came_at', 3_600)} FROM decided) AS "medianHoursToDecide",
      (SELECT count(*)::int FROM looks) AS "secondLooks",
      (SELECT avg(agreed::int)::float8 FROM looks) AS agreement,
      (SELECT avg(reversed::int)::float8 FROM decided) AS "reversalRate"`,
  values: [from, until, kinds],
});

/** Those who decided in the period or have something now. */
export const peopleOf = ({ from, until, kinds, only }: DashboardSelection): Statement => ({
  name: 'dashboard_people',
  text: `WITH ${DECIDED}, made AS (
      SELECT curator_id, count(*)::int AS decisions, ${median('created_at - claimed_at', 60)} AS "medianMinutes",
        count(*) FILTER (WHERE reversed)::int AS reversed
      FROM decided WHERE curator_id IS NOT NULL GROUP BY curator_id
    ), has AS (
      SELECT curator_id, count(*)::int AS load FROM queue_entries
      WHERE curator_id IS NOT NULL AND claimed_until > $2::timestamptz AND kind::text = ANY ($3::text[]) GROUP BY curator_id
    )
    SELECT curator_id AS "curatorId", coalesce(decisions, 0) AS decisions, "medianMinutes", coalesce(reversed, 0) AS reversed,
      coalesce(load, 0) AS load
    FROM made FULL JOIN has USING (curator_id)
    WHERE $4::uuid IS NULL OR curator_id = $4::uuid
    ORDER BY decisions DESC NULLS LAST, load DESC NULLS LAST, curator_id LIMIT ${MOST_PEOPLE}`,
  values: [from, until, kinds, only],
});
