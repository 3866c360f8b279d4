import type { Statement } from '@marquee/platform';

export interface DriftWindows {
  referenceFrom: Date;
  referenceUntil: Date;
  recentFrom: Date;
  now: Date;
}

export interface PartRow {
  feature: string;
  part: string;
  recent: number;
  reference: number;
  /** Of the values; null where they are no numbers. */
  recentSum: number | null;
  referenceSum: number | null;
}

const tenth = (column: string) => `least(floor(${column} * 10), 9)::int::text`;

/** How often each thing that is looked at stands in each of its parts, in both windows. */
export const driftParts = ({ referenceFrom, referenceUntil, recentFrom, now }: DriftWindows): Statement => ({
  name: 'drift_parts',
  text: `WITH screened AS (
      SELECT a.*, e.description, e.tags, e.language, e.category_slug, a.created_at >= $3::timestamptz AS is_recent
      FROM assessments a JOIN workflows w ON w.id = a.workflow_id JOIN event_copies e ON e.event_id = w.event_id
      WHERE (a.created_at >= $1::timestamptz AND a.created_at < $2::timestamptz) OR (a.created_at >= $3::timestamptz AND a.created_at <= $4::timestamptz)
    )
    SELECT f.feature, f.part, count(*) FILTER (WHERE is_recent)::int AS recent, count(*) FILTER (WHERE NOT is_recent)::int AS reference,
      sum(f.value) FILTER (WHERE is_recent) AS "recentSum", sum(f.value) FILTER (WHERE NOT is_recent) AS "referenceSum"
    FROM screened CROSS JOIN LATERAL (VALUES
      ('OVERALL', ${tenth('overall')}, overall),
      ('COMPLETENESS', ${tenth('completeness')}, completeness),
      ('CONTENT_QUALITY', ${tenth('content_quality')}, content_quality),
      ('IMAGE_QUALITY', ${tenth('image_quality')}, image_quality),
      ('SPAM_PROBABILITY', ${tenth('spam_probability')}, spam_probability),
      ('DUPLICATE_RISK', ${tenth('duplicate_risk')}, duplicate_risk),
      ('TEXT_LENGTH', floor(log(2, 1 + length(description)))::int::text, length(description)::float8),
      ('TAGS', least(cardinality(tags), 10)::text, cardinality(tags)::float8),
      ('LANGUAGE', coalesce(language, '-'), NULL::float8),
      ('CATEGORY', category_slug, NULL::float8)) AS f(feature, part, value)
    GROUP BY f.feature, f.part ORDER BY f.feature, f.part`,
  values: [referenceFrom, referenceUntil, recentFrom, now],
});
