import { Keyset, rowsOf, type Page } from '@marquee/platform';
import type { Database } from '../../db';
import type { Refund } from '../../generated/prisma/client';

export const oldestOwedFirst = new Keyset('cashToGiveBack', { createdAt: 'time', id: 'id' }, 'least first');

/** By the orders that the box office sold: there are far fewer than refunds. */
const OWED = `by_seller AND status = 'PROMISED' AND order_id IN (SELECT id FROM orders WHERE event_id = $1::uuid AND sold_by IS NOT NULL)`;

/** A page of what the box office of an event has promised to give back. */
export function owedAtBoxOffice(db: Database, eventId: string, page: Page): Promise<Refund[]> {
  const { condition, order, values } = oldestOwedFirst.sql(page, { createdAt: 'created_at', id: 'id' }, 3);
  return rowsOf<Refund>('Refund', `${OWED} AND ${condition} ORDER BY ${order} LIMIT $2`)(db, [eventId, page.limit + 1, ...values]);
}

export async function countOwedAtBoxOffice(db: Database, eventId: string): Promise<number> {
  const [row] = await db.query<{ count: number }>({
    name: 'owed_at_box_office_counted',
    text: `SELECT count(*)::int AS count FROM refunds WHERE ${OWED}`,
    values: [eventId],
  });
  return row!.count;
}
