import { Keyset, type Page, type Statement } from '@marquee/platform';
import type { ReportReason, SubjectKind } from '../../generated/prisma/enums';

/** Most urgent first, as the queue of events. */
export const mostUrgentCasesFirst = new Keyset('moderationCases', { queueRank: 'number', id: 'id' }, 'greatest first');

/** Which of the waiting cases. */
export interface CaseSelection {
  kinds: readonly SubjectKind[];
  /** Claimed by this person at this moment; `claimed: false`: by nobody. */
  claimer: string | null;
  claimed: boolean | null;
  reason: ReportReason | null;
  now: Date;
  /** Who looks; what they wrote themselves is left out. */
  viewerId: string;
}

const SELECTED = `in_queue AND kind::text = ANY ($1::text[]) AND author_id IS DISTINCT FROM $6::uuid
  AND ($2::boolean IS NULL OR (claimed_until > $3::timestamptz) IS TRUE = $2 AND (NOT $2 OR curator_id = $4::uuid))
  AND ($5::text IS NULL OR EXISTS (SELECT FROM reports r WHERE r.case_id = cases.id AND r.status = 'OPEN' AND r.reason::text = $5))`;

const valuesOf = ({ kinds, claimer, claimed, reason, now, viewerId }: CaseSelection) => [kinds, claimed, now, claimer, reason, viewerId];

/** Ids of one page of the cases, from their own index. */
export function casesStatement(page: Page, selection: CaseSelection): Statement {
  const { condition, order, values, variant } = mostUrgentCasesFirst.sql(page, { queueRank: 'queue_rank', id: 'id' }, 8);
  return {
    name: `moderation_cases_${variant}`,
    text: `SELECT id FROM cases WHERE ${SELECTED} AND ${condition} ORDER BY ${order} LIMIT $7`,
    values: [...valuesOf(selection), page.limit + 1, ...values],
  };
}

export const caseCount = (selection: CaseSelection): Statement => ({
  name: 'moderation_cases_count',
  text: `SELECT count(*)::int AS count FROM cases WHERE ${SELECTED}`,
  values: valuesOf(selection),
});
