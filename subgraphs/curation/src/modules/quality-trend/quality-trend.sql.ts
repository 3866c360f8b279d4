import type { Statement } from '@marquee/platform';
import { FEWEST_EACH, SMALLEST_DROP, type GroupScores, type QualityGroup } from './quality-decline';

export interface WeekNumbers {
  from: Date;
  submissions: number;
  score: number | null;
  completeness: number | null;
  contentQuality: number | null;
  imageQuality: number | null;
  failed: number | null;
  approvalRate: number | null;
  flagsUpheld: number;
}

export interface Example {
  group: QualityGroup;
  key: string;
  eventId: string;
}

/** Of which time, for whom. */
export interface TrendSelection {
  from: Date;
  until: Date;
  viewerId: string;
}

/** Groups that come into question; the service says which are named. */
const MOST_GROUPS = 1_000;
const MOST_EXAMPLES = 3;

/** The first screening of each submission of the period that somebody else made: $1 from, $2 until, $3 the viewer. */
const SCREENED = `screened AS (
    SELECT a.*, e.event_id, e.category_slug, lower(e.city) AS city, e.creator_id
    FROM assessments a JOIN workflows w ON w.id = a.workflow_id JOIN event_copies e ON e.event_id = w.event_id
    WHERE a.created_at >= $1::timestamptz AND a.created_at <= $2::timestamptz AND w.revision_id IS NULL AND NOT e.imported
      AND e.creator_id <> $3::uuid
      AND NOT EXISTS (SELECT FROM assessments b WHERE b.workflow_id = a.workflow_id AND (b.created_at, b.id) < (a.created_at, a.id))
  )`;

/** A submission stands in three groups. */
const GROUPED = `grouped AS (
    SELECT g."group", g.key, s.event_id, s.overall, s.created_at >= $4::timestamptz AS later
    FROM screened s CROSS JOIN LATERAL (
      VALUES ('CATEGORY', s.category_slug), ('CITY', s.city), ('CREATOR', s.creator_id::text)) AS g("group", key)
    WHERE g.key IS NOT NULL
  )`;

const middleOf = ({ from, until }: TrendSelection) => new Date((from.getTime() + until.getTime()) / 2);

/** Of each week, from its beginning to before its end; the last one has its end, which is now, too. */
export const qualityWeeks = ({ from, until, viewerId }: TrendSelection): Statement => ({
  name: 'quality_weeks',
  text: `WITH ${SCREENED}, weeks AS (
      SELECT at AS "from", CASE WHEN at + interval '7 days' < $2::timestamptz THEN at + interval '7 days' ELSE 'infinity' END AS "until"
      FROM generate_series($1::timestamptz, $2::timestamptz - interval '1 second', interval '7 days') AS at
    )
    SELECT weeks."from", s.*, d."approvalRate", f."flagsUpheld"
    FROM weeks
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS submissions, avg(overall)::float8 AS score, avg(completeness)::float8 AS completeness,
        avg(content_quality)::float8 AS "contentQuality", avg(image_quality)::float8 AS "imageQuality",
        avg((recommendation = 'FAIL')::int)::float8 AS failed
      FROM screened WHERE created_at >= weeks."from" AND created_at < weeks."until") s
    CROSS JOIN LATERAL (
      SELECT avg((decision = 'APPROVE')::int)::float8 AS "approvalRate"
      FROM decisions WHERE created_at >= weeks."from" AND created_at < weeks."until" AND created_at <= $2 AND NOT automatic AND creator_id <> $3::uuid) d
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS "flagsUpheld"
      FROM flags WHERE created_at >= weeks."from" AND created_at < weeks."until" AND created_at <= $2 AND status = 'UPHELD') f
    ORDER BY weeks."from"`,
  values: [from, until, viewerId],
});

/** Groups of which the later half has a lower mean, those that fell most first. */
export const fallenGroups = (selection: TrendSelection): Statement => ({
  name: 'quality_groups',
  text: `WITH ${SCREENED}, ${GROUPED}
    SELECT * FROM (
      SELECT "group", key, count(*) FILTER (WHERE NOT later)::int AS "nBefore", count(*) FILTER (WHERE later)::int AS "nAfter",
        avg(overall) FILTER (WHERE NOT later) AS "meanBefore", avg(overall) FILTER (WHERE later) AS "meanAfter",
        coalesce(var_samp(overall) FILTER (WHERE NOT later), 0) AS "varianceBefore", coalesce(var_samp(overall) FILTER (WHERE later), 0) AS "varianceAfter"
      FROM grouped GROUP BY "group", key) g
    WHERE "nBefore" >= ${FEWEST_EACH} AND "nAfter" >= ${FEWEST_EACH} AND "meanBefore" - "meanAfter" >= ${SMALLEST_DROP}
    ORDER BY "meanBefore" - "meanAfter" DESC, "group", key LIMIT ${MOST_GROUPS}`,
  values: [selection.from, selection.until, selection.viewerId, middleOf(selection)],
});

/** The worst events of the later half of these groups. */
export const worstExamples = (selection: TrendSelection, groups: readonly GroupScores[]): Statement => ({
  name: 'quality_examples',
  text: `WITH ${SCREENED}, ${GROUPED}, worst AS (
      SELECT "group", key, event_id, min(overall) AS overall, row_number() OVER (PARTITION BY "group", key ORDER BY min(overall), event_id) AS place
      FROM grouped WHERE later AND ("group", key) IN (SELECT * FROM unnest($5::text[], $6::text[])) GROUP BY "group", key, event_id
    )
    SELECT "group", key, event_id AS "eventId" FROM worst WHERE place <= ${MOST_EXAMPLES} ORDER BY "group", key, place`,
  values: [
    ...[selection.from, selection.until, selection.viewerId, middleOf(selection)],
    ...[groups.map(({ group }) => group), groups.map(({ key }) => key)],
  ],
});
