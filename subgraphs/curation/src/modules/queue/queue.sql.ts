import { Keyset, type Page, type Statement } from '@marquee/platform';
import type { CurationStatus } from '@marquee/schema/topics';

/** Most urgent first. The rank does not depend on the present time (queue-priority.ts says why), so a cursor stays right. */
export const mostUrgentFirst = new Keyset('curationQueue', { queueRank: 'number', id: 'id' }, 'greatest first');

/** Ids of one page of the queue, from the queue's own index. */
export function queueStatement(page: Page, statuses: readonly CurationStatus[] | null): Statement {
  const { condition, order, values, variant } = mostUrgentFirst.sql(page, { queueRank: 'queue_rank', id: 'id' }, 3);
  return {
    name: `curation_queue_${variant}`,
    text: `SELECT id FROM workflows
      WHERE in_queue AND ${condition} AND ($1::text[] IS NULL OR status::text = ANY ($1))
      ORDER BY ${order} LIMIT $2`,
    values: [statuses, page.limit + 1, ...values],
  };
}
