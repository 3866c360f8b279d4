import type { Step } from '../../context';

const DAY_MS = 86_400_000;
/** Passed by, of an event that has been over for so long: nothing asks for it any more. */
const LEFT_AFTER_MS = 90 * DAY_MS;
/** Taken into a calendar: tastes are learned from it for a year. */
const RIGHT_AFTER_MS = 365 * DAY_MS;
const KEPT_MS = 3 * 365 * DAY_MS;

/** Archives at most so many old swipes. What was saved or liked is a list of its person's, and stays. Returns how many. */
export const moveOldSwipes = ({ tx, now }: Step, limit: number): Promise<number> =>
  tx.$executeRaw`
    WITH old AS (
      SELECT s.user_id, s.event_id FROM swipes s JOIN events e ON e.id = s.event_id
      WHERE s.swiped_at < ${new Date(now.getTime() - LEFT_AFTER_MS)} AND (
        (s.direction = 'LEFT' AND e.ends_at < ${new Date(now.getTime() - LEFT_AFTER_MS)})
        OR (s.direction = 'RIGHT' AND e.ends_at < ${new Date(now.getTime() - RIGHT_AFTER_MS)}))
      ORDER BY s.swiped_at LIMIT ${limit} FOR UPDATE OF s SKIP LOCKED
    ), moved AS (
      DELETE FROM swipes s USING old WHERE s.user_id = old.user_id AND s.event_id = old.event_id RETURNING s.*
    )
    INSERT INTO archived_swipes (user_id, event_id, direction, swiped_at, archived_at)
    SELECT user_id, event_id, direction, swiped_at, ${now} FROM moved
    ON CONFLICT (user_id, event_id) DO UPDATE SET direction = excluded.direction, swiped_at = excluded.swiped_at, archived_at = excluded.archived_at`;

/** Forgets what was archived of three years ago. */
export const forgetArchivedSwipes = ({ tx, now }: Step): Promise<number> =>
  tx.$executeRaw`DELETE FROM archived_swipes WHERE swiped_at < ${new Date(now.getTime() - KEPT_MS)}`;
