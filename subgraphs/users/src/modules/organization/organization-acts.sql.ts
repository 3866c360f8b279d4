import { Keyset, type Page, type Statement } from '@marquee/platform';

export const newestActsFirst = new Keyset('organizationLog', { at: 'time', id: 'id' }, 'greatest first');

/** The same page of the log of many organisations, in one statement. */
export function actsOfOrganizations(ids: readonly string[], page: Page): Statement {
  const { condition, order, values, variant } = newestActsFirst.sql(page, { at: 'a.at', id: 'a.id' }, 3);
  return {
    name: `acts_of_organizations_${variant}`,
    text: `SELECT a.id, a.organization_id AS "organizationId", a.kind::text, a.at, a.actor_id AS "actorId", a.person_id AS "personId", a.role::text,
             coalesce(a.fields, '{}') AS fields
           FROM unnest($1::uuid[]) AS o(id)
           CROSS JOIN LATERAL (SELECT a.* FROM organization_acts a WHERE a.organization_id = o.id AND ${condition} ORDER BY ${order} LIMIT $2) a
           ORDER BY ${order}`,
    values: [ids, page.limit + 1, ...values],
  };
}

/** What organisations did and do: public events of theirs alone. */
export const statisticsOf = (ids: readonly string[]): Statement => ({
  name: 'statistics_of_organizations',
  text: `SELECT o.id AS "organizationId",
           (SELECT count(*)::int FROM event_copies e WHERE e.organization_id = o.id AND e.status = 'PUBLISHED' AND e.visibility = 'PUBLIC') AS "upcomingEventCount",
           (SELECT count(*)::int FROM event_copies e WHERE e.organization_id = o.id AND e.status = 'COMPLETED' AND e.visibility = 'PUBLIC') AS "pastEventCount",
           (SELECT count(*)::int FROM event_copies e JOIN attendance_copies a ON a.event_id = e.event_id AND a.checked_in_at IS NOT NULL
            WHERE e.organization_id = o.id AND e.status = 'COMPLETED' AND e.visibility = 'PUBLIC') AS "guestCount",
           (SELECT coalesce(sum(o2.tickets), 0)::int FROM event_copies e JOIN order_copies o2 ON o2.event_id = e.event_id
            WHERE e.organization_id = o.id AND e.status IN ('PUBLISHED', 'COMPLETED')) AS "ticketCount",
           (SELECT count(*)::int FROM event_copies e JOIN review_copies r ON r.event_id = e.event_id AND r.rating IS NOT NULL
            WHERE e.organization_id = o.id AND e.status IN ('PUBLISHED', 'COMPLETED') AND e.visibility = 'PUBLIC') AS "reviewCount",
           (SELECT avg(r.rating)::float8 FROM event_copies e JOIN review_copies r ON r.event_id = e.event_id AND r.rating IS NOT NULL
            WHERE e.organization_id = o.id AND e.status IN ('PUBLISHED', 'COMPLETED') AND e.visibility = 'PUBLIC') AS "averageRating"
         FROM unnest($1::uuid[]) AS o(id)`,
  values: [ids],
});
