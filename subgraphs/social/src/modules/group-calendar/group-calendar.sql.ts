import { Keyset, type Page, type Statement } from '@marquee/platform';
import { mayBeSeen } from '../event/event.sql';

export const earliestFirst = new Keyset('groupCalendar', { startTime: 'time', id: 'id' }, 'least first');

/** A group, its viewer, and what ends later than `from` and begins before `until`; null: whenever it begins. */
export interface CalendarAsked {
  groupId: string;
  viewerId: string;
  staff: boolean;
  from: Date;
  until: Date | null;
}

/** What polls of the group decided: those that one event, or one time, has won alone. */
const DECIDED = `
  SELECT DISTINCT ON (coalesce(o.event_id, o.id)) coalesce(o.event_id, o.id) AS id, o.event_id, o.start_time, o.end_time, p.id AS poll_id
  FROM polls p JOIN poll_options o ON o.poll_id = p.id AND o.rank = 1 AND o.text IS NULL
  WHERE p.group_id = $1::uuid AND p.closed_at IS NOT NULL AND p.voters > 0
    AND NOT EXISTS (SELECT 1 FROM poll_options w WHERE w.poll_id = p.id AND w.rank = 1 AND w.id <> o.id)
  ORDER BY coalesce(o.event_id, o.id), p.closed_at DESC, p.id`;

const calendar = (staff: boolean) => `WITH decided AS (${DECIDED}), entries AS (
  SELECT e.id, e.starts_at AS "startTime", e.ends_at AS "endTime", e.id AS "eventId", d.poll_id AS "pollId"
  FROM (SELECT k.id FROM known_events k WHERE k.group_id = $1::uuid AND ($4::timestamptz IS NULL OR k.starts_at < $4)
        UNION SELECT event_id FROM decided WHERE event_id IS NOT NULL) i
  JOIN known_events e ON e.id = i.id LEFT JOIN decided d ON d.event_id = e.id
  WHERE e.status IN ('PUBLISHED', 'COMPLETED') AND ${mayBeSeen('$2', staff)}
  UNION ALL
  SELECT d.id, d.start_time, d.end_time, NULL, d.poll_id FROM decided d WHERE d.event_id IS NULL)`;

const WITHIN = `coalesce(c."endTime", c."startTime") > $3 AND ($4::timestamptz IS NULL OR c."startTime" < $4)`;

const variantOf = (staff: boolean): string => (staff ? '-for-staff' : '');

export function calendarOf({ groupId, viewerId, staff, from, until }: CalendarAsked, page: Page): Statement {
  const { condition, order, values, variant } = earliestFirst.sql(page, { startTime: 'c."startTime"', id: 'c.id' }, 6);
  return {
    name: `social.group-calendar-${variant}${variantOf(staff)}`,
    text: `${calendar(staff)} SELECT c.* FROM entries c WHERE ${WITHIN} AND ${condition} ORDER BY ${order} LIMIT $5`,
    values: [groupId, viewerId, from, until, page.limit + 1, ...values],
  };
}

export const calendarCount = ({ groupId, viewerId, staff, from, until }: CalendarAsked): Statement => ({
  name: `social.group-calendar-count${variantOf(staff)}`,
  text: `${calendar(staff)} SELECT count(*)::int AS count FROM entries c WHERE ${WITHIN}`,
  values: [groupId, viewerId, from, until],
});
