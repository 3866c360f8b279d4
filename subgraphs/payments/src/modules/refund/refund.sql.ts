import { Keyset, rowsOf, type Page } from '@marquee/platform';
import type { Database } from '../../db';
import type { Refund } from '../../generated/prisma/client';

export const latestFailedFirst = new Keyset('failedRefunds', { updatedAt: 'time', id: 'id' }, 'greatest first');

/** Word for word as the index of failed refunds says it: Postgres does not know it again as Prisma asks for it. */
const FAILED = `status = 'FAILED'`;

/** A page of the refunds that have failed. */
export function failedRefunds(db: Database, page: Page): Promise<Refund[]> {
  const { condition, order, values } = latestFailedFirst.sql(page, { updatedAt: 'updated_at', id: 'id' }, 2);
  return rowsOf<Refund>('Refund', `${FAILED} AND ${condition} ORDER BY ${order} LIMIT $1`)(db, [page.limit + 1, ...values]);
}

export async function countFailedRefunds(db: Database): Promise<number> {
  const [row] = await db.query<{ count: number }>({
    name: 'failed_refunds_counted',
    text: `SELECT count(*)::int AS count FROM refunds WHERE ${FAILED}`,
    values: [],
  });
  return row!.count;
}
