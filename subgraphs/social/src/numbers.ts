import type { BusinessNumber } from '@marquee/platform';

/** Read every minute by each process. What happens is counted where it happens: `marquee_mutations_total`. */
export const numbers: readonly BusinessNumber[] = [
  {
    name: 'marquee_people_present',
    help: 'People who are there now.',
    sql: `SELECT count(DISTINCT user_id) AS value FROM presence_leases WHERE expires_at > now()`,
  },
  {
    name: 'marquee_groups',
    help: 'Groups that are not closed.',
    sql: `SELECT count(*) AS value FROM groups WHERE closed_at IS NULL`,
  },
];
