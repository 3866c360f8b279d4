import type { Statement } from '@marquee/platform';
import { notBlocked } from '../person/person.sql';

/** SQL: does this person let others see how far they have read? */
export const showsReading = (user: string) =>
  `NOT EXISTS (SELECT 1 FROM chat_settings s WHERE s.user_id = ${user} AND NOT s.read_receipts)`;

/** SQL: does this person let friends see when they were last there? */
export const showsLastSeen = (user: string) =>
  `NOT EXISTS (SELECT 1 FROM chat_settings own WHERE own.user_id = ${user} AND NOT own.last_seen)`;

/** SQL: have these two an accepted connection? */
const connected = (one: string, other: string) => `EXISTS (
  SELECT 1 FROM connections k WHERE k.status = 'ACCEPTED'
    AND least(k.requester_id, k.addressee_id) = least(${one}, ${other}) AND greatest(k.requester_id, k.addressee_id) = greatest(${one}, ${other}))`;

/** SQL: does the one take messages of the other, who has no room with them yet? Blocks are asked about apart. */
export const takesMessagesOf = (one: string, other: string) => `(
  CASE coalesce((SELECT s.who_may_write FROM chat_settings s WHERE s.user_id = ${one}), 'EVERYBODY')
    WHEN 'EVERYBODY' THEN true
    WHEN 'NOBODY' THEN false
    WHEN 'FRIENDS' THEN ${connected(one, other)}
    ELSE ${connected(one, other)} OR EXISTS (
      SELECT 1 FROM friendships a JOIN friendships b ON b.user_id = a.friend_id AND b.friend_id = ${one} WHERE a.user_id = ${other})
  END)`;

/** Rows { id } of those of these people to whom the viewer may write. */
export const writableTo = (viewerId: string, ids: readonly string[]): Statement => ({
  name: 'social.people-who-take-messages',
  text: `SELECT p.id FROM people p
         WHERE p.id = ANY ($2::uuid[]) AND p.id <> $1::uuid AND p.active AND ${notBlocked('p.id', '$1')}
           AND (EXISTS (SELECT 1 FROM rooms r WHERE r.direct_low = least(p.id, $1::uuid) AND r.direct_high = greatest(p.id, $1::uuid))
                OR ${takesMessagesOf('p.id', '$1::uuid')})`,
  values: [viewerId, ids],
});
