import type { BusinessNumber } from '@marquee/platform';

/** Read every minute by each process. What happens is counted where it happens: `marquee_mutations_total`. */
export const numbers: readonly BusinessNumber[] = [
  {
    name: 'marquee_events',
    help: 'Events, by status.',
    labels: ['status'],
    sql: `SELECT status::text AS status, count(*) AS value FROM events GROUP BY 1`,
  },
  {
    name: 'marquee_events_to_come',
    help: 'Published events that have not begun.',
    sql: `SELECT count(*) AS value FROM events WHERE starts_at > now() AND status = 'PUBLISHED'`,
  },
  {
    name: 'marquee_offers',
    help: 'Freed places that are held for somebody of a waiting list.',
    sql: `SELECT count(*) AS value FROM attendances WHERE offer_expires_at IS NOT NULL`,
  },
];
