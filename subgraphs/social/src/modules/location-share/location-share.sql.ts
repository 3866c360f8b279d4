import type { Statement } from '@marquee/platform';
import { FRESH_FOR_MS } from './location-share';
import { notBlocked } from '../person/person.sql';

const MOST = 200;

/** SQL: does this person go to event `e`, by an answer or a ticket? */
const goes = (user: string) => `(
  EXISTS (SELECT 1 FROM attendances g WHERE g.event_id = e.id AND g.user_id = ${user} AND g.status = 'GOING')
  OR EXISTS (SELECT 1 FROM ticket_orders t WHERE t.event_id = e.id AND t.user_id = ${user} AND t.tickets_left > 0))`;

/** SQL: does share `s` hold at the time in the parameter? By what is known now, and not by what a job has ended already. */
export const holds = (now: string) => `(s.ends_at > ${now} AND e.status = 'PUBLISHED' AND NOT e.deleted AND e.ends_at > ${now}
  AND NOT EXISTS (SELECT 1 FROM people p WHERE p.id = s.user_id AND NOT p.active) AND ${goes('s.user_id')})`;

/** SQL: is share `s` for person `v`, a friend: one of those chosen, or one who goes? */
export const isFor = (viewer: string) => `(
  EXISTS (SELECT 1 FROM friendships f WHERE f.user_id = ${viewer} AND f.friend_id = s.user_id)
  AND NOT EXISTS (SELECT 1 FROM people p WHERE p.id = ${viewer} AND NOT p.active)
  AND CASE WHEN s.for_chosen THEN EXISTS (SELECT 1 FROM location_share_people c WHERE c.sharer_id = s.user_id AND c.viewer_id = ${viewer})
      ELSE ${goes(viewer)} END)`;

const position = (column: string, name: string, now: string) =>
  `CASE WHEN s.positioned_at > ${now}::timestamptz - interval '${FRESH_FOR_MS} milliseconds' THEN s.${column} END AS "${name}"`;

const VIEW = (now: string) => `s.user_id AS "userId", s.event_id AS "eventId", s.precision, s.ends_at AS "endsAt", false AS "isOver",
  ${position('latitude', 'latitude', now)}, ${position('longitude', 'longitude', now)}, ${position('accuracy_meters', 'accuracyMeters', now)},
  ${position('positioned_at', 'positionedAt', now)}`;

/** Whom of $1's friends they see at event $2; with ids, those of them alone. */
export const friendShares = (viewerId: string, eventId: string, now: Date, userIds: readonly string[] | null): Statement => ({
  name: 'social.friend-locations',
  text: `SELECT ${VIEW('$3')} FROM location_shares s JOIN known_events e ON e.id = s.event_id
         WHERE s.event_id = $2::uuid AND ($4::uuid[] IS NULL OR s.user_id = ANY ($4::uuid[])) AND ${holds('$3')} AND ${isFor('$1::uuid')}
           AND ${notBlocked('s.user_id', '$1')}
         ORDER BY s.user_id LIMIT ${MOST}`,
  values: [viewerId, eventId, now, userIds],
});

export const ownShare = (userId: string, now: Date): Statement => ({
  name: 'social.own-location',
  text: `SELECT ${VIEW('$2')} FROM location_shares s JOIN known_events e ON e.id = s.event_id WHERE s.user_id = $1::uuid AND ${holds('$2')}`,
  values: [userId, now],
});
