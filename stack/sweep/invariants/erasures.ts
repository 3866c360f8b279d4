import { MESSAGING, STAYS } from '../../journeys/traces';
import type { City } from '../city';
import { DATABASES, type DatabaseName } from '../ground';
import { none, type Invariant } from './invariant';

/** Ids are kept where money is: orders go on under a pseudonym, not under this. */
const mayStay = (database: DatabaseName, table: string): boolean => MESSAGING.includes(table) || `${database}.${table}` in STAYS;

/** Whom all parts have erased. */
const erased = async (city: City) => {
  const rows = await city.rows<{ id: string }>('users', `SELECT DISTINCT user_id AS id FROM erasures WHERE state = 'DONE'`);
  const usernames = new Map(city.known.people.map(({ id, username }) => [id, username]));
  return rows.map(({ id }) => ({ id, username: usernames.get(id)! }));
};

/** What ends with an account. */
export const erasureInvariants: readonly Invariant[] = [
  {
    name: 'nothing is left of who was erased, but their id where it is said to stay',
    async check(city) {
      const people = await erased(city);
      if (people.length === 0) return [];
      const odd: string[] = [];
      const ids = `(${people.map(({ id }) => id).join('|')})`;
      const names = `\\m(${people.map(({ username }) => username).join('|')})\\M`;
      for (const database of DATABASES) {
        const tables = await city.rows<{ name: string }>(
          database,
          `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
        );
        for (const { name } of tables) {
          // The names of others begin with theirs, and all beginnings are there.
          const words = name === 'people_search' ? ids : `${ids}|${names}`;
          const pattern = mayStay(database, name) ? names : words;
          const [row] = await city.rows<{ text: string }>(
            database,
            `SELECT left(t::text, 300) AS text FROM "${name}" t WHERE t::text ~ $1 LIMIT 1`,
            [pattern],
          );
          if (row) odd.push(`${database}.${name}: ${row.text}`);
        }
      }
      return odd;
    },
  },
  {
    name: 'an erasure that is done has a receipt of each part, and nobody has the address of it any more',
    check: async (city) =>
      (
        await city.rows(
          'users',
          `SELECT e.id, e.state::text, count(p.erased_at)::int AS receipts FROM erasures e LEFT JOIN erasure_parts p ON p.erasure_id = e.id
           WHERE e.state = 'DONE' GROUP BY e.id HAVING count(p.erased_at) <> 5 OR e.sealed_address IS NOT NULL`,
        )
      ).map((row) => JSON.stringify(row)),
  },
  none(
    'who is to be erased has one erasure that is confirmed, and the other way round',
    'users',
    `SELECT u.id, u.deactivated_at, count(e.id)::int AS confirmed FROM users u
     LEFT JOIN erasures e ON e.user_id = u.id AND e.state IN ('CONFIRMED', 'ERASING')
     GROUP BY u.id HAVING (u.deactivated_at IS NOT NULL) <> (count(e.id) = 1) OR count(e.id) > 1`,
  ),
  none(
    'a deactivated account has no open session',
    'users',
    `SELECT s.id, s.user_id FROM sessions s JOIN users u ON u.id = s.user_id
     WHERE u.deactivated_at IS NOT NULL AND s.ended_at IS NULL AND s.created_at < u.deactivated_at`,
  ),
  none(
    'nothing is handed over to who is suspended or to be erased',
    'users',
    `SELECT d.id, d.user_id, d.handled_at FROM deliveries d JOIN users u ON u.id = d.user_id
     WHERE d.state = 'HANDED_OVER' AND (d.handled_at > u.suspended_at OR d.handled_at > u.deactivated_at)`,
  ),
];
