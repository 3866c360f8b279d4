import { Keyset, type Page, type Statement } from '@marquee/platform';

/** Of one event: its numbers are unique there. */
export const newestVersionsFirst = new Keyset('eventVersions', { version: 'integer' }, 'greatest first');

const COLUMNS = `v.event_id AS "eventId", v.version, v.change, v.changed_by_id AS "changedById", v.changed_at AS "changedAt",
  coalesce(v.changed_fields, '{}') AS "changedFields", v.snapshot`;

/** The same page of the histories of many events, in one statement. */
export function versionsOfEvents(eventIds: readonly string[], page: Page): Statement {
  const { condition, order, values, variant } = newestVersionsFirst.sql(page, { version: 'v.version' }, 3);
  return {
    name: `versions_of_events_${variant}`,
    text: `SELECT page.* FROM unnest($1::uuid[]) AS o(id) CROSS JOIN LATERAL (
        SELECT ${COLUMNS} FROM event_versions v WHERE v.event_id = o.id AND ${condition} ORDER BY ${order} LIMIT $2) page`,
    values: [[...eventIds], page.limit + 1, ...values],
  };
}

export const versionsByNumber = (eventIds: readonly string[], numbers: readonly number[]): Statement => ({
  name: 'event_versions_by_number',
  text: `SELECT ${COLUMNS} FROM unnest($1::uuid[], $2::int[]) AS o(id, version)
    JOIN event_versions v ON v.event_id = o.id AND v.version = o.version`,
  values: [[...eventIds], [...numbers]],
});

export const versionCounts = (eventIds: readonly string[]): Statement => ({
  name: 'count_event_versions',
  text: `SELECT v.event_id AS "eventId", count(*)::int AS count FROM event_versions v WHERE v.event_id = ANY ($1::uuid[]) GROUP BY v.event_id`,
  values: [[...eventIds]],
});
