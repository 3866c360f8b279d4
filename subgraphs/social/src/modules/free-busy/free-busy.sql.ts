import type { Statement } from '@marquee/platform';
import { mayBeSeen } from '../event/event.sql';
import { notBlocked } from '../person/person.sql';
import { memberOfPoll } from '../poll/poll.sql';

/** In a larger group nobody looks for a time that suits all, and each look would read the calendars of thousands. */
const LARGEST_GROUP = 200;

/** Of fewer, who shares it, too, would read from the counts what one of the others does. */
const LEAST_SHARING = 3;

/** SQL: is member `m` going to something between `s.begins` and `s.ends`, other than what is proposed in option `o`? */
const BUSY = `EXISTS (
  SELECT 1 FROM (
    SELECT a.event_id FROM attendances a WHERE a.user_id = m.user_id AND a.status = 'GOING'
    UNION SELECT t.event_id FROM ticket_orders t WHERE t.user_id = m.user_id AND t.tickets_left > 0) x
  JOIN known_events k ON k.id = x.event_id
  WHERE k.status IN ('PUBLISHED', 'COMPLETED') AND NOT k.deleted AND k.starts_at < s.ends AND k.ends_at > s.begins
    AND k.id IS DISTINCT FROM o.event_id)`;

/** How many members are free at these options of polls that are open at `now`, as a member sees it. */
export const availabilityOf = (optionIds: readonly string[], viewerId: string | null, now: Date): Statement => ({
  name: 'social.availability',
  text: `SELECT c."optionId", CASE WHEN c.known THEN c.free ELSE 0 END AS "freeCount", CASE WHEN c.known THEN c.busy ELSE 0 END AS "busyCount",
           CASE WHEN c.known THEN c.people - c.free - c.busy ELSE c.people END AS "unknownCount"
         FROM (
         SELECT o.id AS "optionId", count(*)::int AS people, count(b.busy) >= ${LEAST_SHARING} AS known,
           count(*) FILTER (WHERE b.busy IS FALSE)::int AS free, count(*) FILTER (WHERE b.busy)::int AS busy
         FROM unnest($1::uuid[]) AS i(id) JOIN poll_options o ON o.id = i.id
         JOIN polls p ON p.id = o.poll_id AND p.closed_at IS NULL AND (p.closes_at IS NULL OR p.closes_at > $3)
         JOIN groups h ON h.id = p.group_id AND h.member_count <= ${LARGEST_GROUP}
         LEFT JOIN known_events e ON e.id = o.event_id
         CROSS JOIN LATERAL (
           SELECT coalesce(o.start_time, e.starts_at) AS begins, coalesce(o.end_time, e.ends_at, o.start_time + interval '2 hours') AS ends) s
         JOIN group_members m ON m.group_id = h.id AND m.active JOIN people c ON c.id = m.user_id AND c.active
         CROSS JOIN LATERAL (SELECT CASE WHEN m.shares_free_busy THEN ${BUSY} END AS busy) b
         WHERE s.begins IS NOT NULL AND (o.event_id IS NULL OR (${mayBeSeen('$2', false)})) AND ${memberOfPoll('$2')}
           AND ${notBlocked('m.user_id', '$2')}
         GROUP BY o.id) c`,
  values: [optionIds, viewerId, now],
});
