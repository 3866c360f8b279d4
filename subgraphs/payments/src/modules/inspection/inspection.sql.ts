import { Keyset, rowsOf, type Page } from '@marquee/platform';
import type { Database } from '../../db';
import type { OrderInspection } from '../../generated/prisma/client';

export const oldestFirst = new Keyset('orderInspections', { createdAt: 'time', id: 'id' }, 'least first');

/** Word for word as the index of the queue says it. */
const OPEN = `status = 'OPEN'`;

/** A page of those that are not decided. */
export function openInspections(db: Database, page: Page): Promise<OrderInspection[]> {
  const { condition, order, values } = oldestFirst.sql(page, { createdAt: 'created_at', id: 'id' }, 2);
  const sql = `${OPEN} AND ${condition} ORDER BY ${order} LIMIT $1`;
  return rowsOf<OrderInspection>('OrderInspection', sql, { lists: { reasons: true } })(db, [page.limit + 1, ...values]);
}

export async function countOpenInspections(db: Database): Promise<number> {
  const [row] = await db.query<{ count: number }>({
    name: 'open_inspections_counted',
    text: `SELECT count(*)::int AS count FROM order_inspections WHERE ${OPEN}`,
    values: [],
  });
  return row!.count;
}
