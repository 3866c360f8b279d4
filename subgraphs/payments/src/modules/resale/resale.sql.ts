import { Keyset, rowsOf, type Page } from '@marquee/platform';
import type { Database } from '../../db';
import type { Resale } from '../../generated/prisma/client';

export const listed = new Keyset('resalesOfEvent', { createdAt: 'time', id: 'id' }, 'least first');

/** Word for word as the index of what is on the list says it: Postgres does not know it again as Prisma asks for it. */
const LISTED = `event_id = $1::uuid AND status = 'LISTED'`;

/** A page of what is resold of an event. */
export function resalesOfEvent(db: Database, eventId: string, page: Page): Promise<Resale[]> {
  const { condition, order, values } = listed.sql(page, { createdAt: 'created_at', id: 'id' }, 3);
  return rowsOf<Resale>('Resale', `${LISTED} AND ${condition} ORDER BY ${order} LIMIT $2`)(db, [eventId, page.limit + 1, ...values]);
}

export async function countResalesOfEvent(db: Database, eventId: string): Promise<number> {
  const [row] = await db.query<{ count: number }>({
    name: 'resales_of_event_counted',
    text: `SELECT count(*)::int AS count FROM resales WHERE ${LISTED}`,
    values: [eventId],
  });
  return row!.count;
}
