import type { Page, Statement } from '@marquee/platform';
import { mayBeSeen } from '../event/event.sql';
import { GROUP_VIEW, LISTED, newestGroupsFirst } from '../group/group.sql';
import { notBlocked } from '../person/person.sql';
import type { AroundWhat } from './crew.types';

/** SQL: with nobody in it who is in a block with the viewer in the parameter. */
const NOBODY_BLOCKED = `NOT EXISTS (
  SELECT 1 FROM group_members x WHERE x.group_id = g.id AND x.active AND NOT ${notBlocked('x.user_id', '$1')})`;

/** Crews around it that everybody may find; $1 is the viewer, $2 the present time; further parameters from `$<at>`. */
function around(what: AroundWhat, staff: boolean, at: number): { text: string; values: unknown[]; variant: string } {
  const crews = `FROM crews c JOIN groups g ON g.id = c.group_id AND ${LISTED} WHERE c.ends_at > $2 AND ${NOBODY_BLOCKED}`;
  switch (what.kind) {
    case 'EVENT':
      return {
        text: `${crews} AND c.event_id = $${at}::uuid
               AND EXISTS (SELECT 1 FROM known_events e WHERE e.id = c.event_id AND ${mayBeSeen('$1', staff)})`,
        values: [what.id],
        variant: staff ? 'event-for-staff' : 'event',
      };
    case 'VENUE':
      return { text: `${crews} AND c.venue_id = $${at}::uuid`, values: [what.id], variant: 'venue' };
    case 'AREA': {
      const point = `ll_to_earth($${at}::float8, $${at + 1}::float8)`;
      const metres = `$${at + 2}::float8`;
      return {
        text: `${crews} AND c.anchor = 'AREA' AND g.latitude IS NOT NULL AND earth_box(${point}, ${metres}) @> ll_to_earth(g.latitude, g.longitude)
               AND earth_distance(${point}, ll_to_earth(g.latitude, g.longitude)) <= ${metres}`,
        values: [what.latitude, what.longitude, what.radiusKm * 1_000],
        variant: 'area',
      };
    }
  }
}

/** A page of the crews around something. */
export function crewsListed(viewerId: string | null, now: Date, staff: boolean, what: AroundWhat, page: Page): Statement {
  const { condition, order, values, variant } = newestGroupsFirst.sql(page, { createdAt: 'g.created_at', id: 'g.id' }, 4);
  const found = around(what, staff, 4 + values.length);
  return {
    name: `social.crews-listed-${found.variant}-${variant}`,
    text: `WITH found AS MATERIALIZED (SELECT g.id ${found.text})
           ${GROUP_VIEW} WHERE g.id IN (SELECT id FROM found) AND ${condition} ORDER BY ${order} LIMIT $3`,
    values: [viewerId, now, page.limit + 1, ...values, ...found.values],
  };
}

export function crewsListedCount(viewerId: string | null, now: Date, staff: boolean, what: AroundWhat): Statement {
  const found = around(what, staff, 3);
  return {
    name: `social.crews-listed-count-${found.variant}`,
    text: `SELECT count(*)::int AS count ${found.text}`,
    values: [viewerId, now, ...found.values],
  };
}
