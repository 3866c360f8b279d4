import type { Statement } from '@marquee/platform';
import { notBlocked } from '../person/person.sql';

/** SQL: was member `m` in crew `c` when its people met? */
export const MET = 'm.joined_at < c.met_at AND (m.active OR m.left_at >= c.met_at)';

/** SQL: did the person in the first column meet somebody in crew `c` with whom they are in no block? Nobody is asked of others alone. */
export const metSomebody = (user: string): string => `EXISTS (
  SELECT 1 FROM group_members y JOIN people q ON q.id = y.user_id AND q.active
  WHERE y.group_id = c.group_id AND y.user_id <> ${user} AND y.joined_at < c.met_at AND (y.active OR y.left_at >= c.met_at)
    AND ${notBlocked('y.user_id', user)})`;

/** The crew, where it asks for feedback at $3 and $2 was in it with others. */
export const askingCrew = (groupId: string, viewerId: string, now: Date): Statement => ({
  name: 'social.asking-crew',
  text: `SELECT c.group_id AS "groupId", g.name AS "groupName", c.feedback_until AS "openUntil"
         FROM crews c JOIN groups g ON g.id = c.group_id JOIN group_members m ON m.group_id = c.group_id AND m.user_id = $2::uuid AND ${MET}
         WHERE c.group_id = $1::uuid AND c.feedback_until > $3 AND c.feedback_closed_at IS NULL AND ${metSomebody('m.user_id')}`,
  values: [groupId, viewerId, now],
});

/** Those whom $2 met in crew $1, and what they said of them. */
export const COMPANIONS = `
  SELECT m.user_id::text AS "userId", f.again AS "wouldMeetAgain"
  FROM crews c JOIN group_members m ON m.group_id = c.group_id AND m.user_id <> $2::uuid AND ${MET}
  JOIN people p ON p.id = m.user_id AND p.active
  LEFT JOIN crew_feedback f ON f.group_id = c.group_id AND f.giver_id = $2::uuid AND f.receiver_id = m.user_id
  WHERE c.group_id = $1::uuid AND ${notBlocked('m.user_id', '$2')} ORDER BY m.joined_at, m.user_id`;

export const companionsIn = (groupId: string, viewerId: string): Statement => ({
  name: 'social.crew-companions',
  text: COMPANIONS,
  values: [groupId, viewerId],
});
