import { Keyset, rowsOf, type Page } from '@marquee/platform';
import type { Database } from '../../db';
import type { Dispute } from '../../generated/prisma/client';

export const ofAll = new Keyset('disputes', { createdAt: 'time', id: 'id' }, 'greatest first');

/** Word for word as the index of open disputes says it: Postgres does not know it again as Prisma asks for it. */
const OPEN = `status IN ('NEEDS_RESPONSE', 'UNDER_REVIEW')`;

/** A page of the disputes that are not decided. */
export function openDisputes(db: Database, page: Page): Promise<Dispute[]> {
  const { condition, order, values } = ofAll.sql(page, { createdAt: 'created_at', id: 'id' }, 2);
  return rowsOf<Dispute>('Dispute', `${OPEN} AND ${condition} ORDER BY ${order} LIMIT $1`)(db, [page.limit + 1, ...values]);
}

export async function countOpenDisputes(db: Database): Promise<number> {
  const [row] = await db.query<{ count: number }>({
    name: 'open_disputes_counted',
    text: `SELECT count(*)::int AS count FROM disputes WHERE ${OPEN}`,
    values: [],
  });
  return row!.count;
}
