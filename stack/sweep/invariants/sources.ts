import { rolesOn, type EventRole, type EventTeam, type OrganizationRole } from '@marquee/schema/rules/event-rights';
import { tiesOf, type EventOnShow, type Tie } from '@marquee/schema/rules/event-visibility';
import type { City } from '../city';
import type { DatabaseName } from '../ground';

export interface EventAtSource extends EventOnShow, Omit<EventTeam, 'team'> {
  id: string;
  groupId: string | null;
}

/** What the homes of the facts say of some events and everybody: what the rules of schema/rules are asked with. */
export interface Sources {
  events: readonly EventAtSource[];
  /** Neither suspended nor erased. */
  active: ReadonlySet<string>;
  rolesOf(event: EventAtSource, userId: string): EventRole[];
  tiesOf(event: EventAtSource, userId: string): ReadonlySet<Tie>;
  answerOf(event: EventAtSource, userId: string): string | null;
}

/** The newest events, by their last change, at most `limit`. */
export async function readSources(city: City, limit: number): Promise<Sources> {
  const events = await city.rows<EventAtSource>(
    'events',
    `SELECT id, creator_id AS "creatorId", organization_id AS "organizationId", group_id AS "groupId", status::text, visibility::text, hidden,
            published_at IS NOT NULL AS "wasPublished"
     FROM events ORDER BY updated_at DESC LIMIT ${limit}`,
  );
  const ids = events.map(({ id }) => id);
  const pairs = async <Value>(database: DatabaseName, text: string, values: unknown[] = [ids]) =>
    new Map((await city.rows<{ pair: string; value: Value }>(database, text, values)).map(({ pair, value }) => [pair, value]));
  const [people, team, houses, answers, checkedIn, invited, tickets, members] = await Promise.all([
    city.rows<{ id: string }>('users', 'SELECT id FROM users WHERE suspended_at IS NULL AND deactivated_at IS NULL'),
    pairs<EventRole>(
      'events',
      `SELECT event_id || ' ' || user_id AS pair, role::text AS value FROM event_team WHERE event_id = ANY ($1) AND state = 'MEMBER'`,
    ),
    pairs<OrganizationRole>(
      'users',
      `SELECT organization_id || ' ' || user_id AS pair, role::text AS value FROM organization_members WHERE role IS NOT NULL`,
      [],
    ),
    pairs<string>('events', `SELECT event_id || ' ' || user_id AS pair, status::text AS value FROM attendances WHERE event_id = ANY ($1)`),
    pairs<boolean>(
      'events',
      `SELECT event_id || ' ' || user_id AS pair, true AS value FROM attendances WHERE event_id = ANY ($1) AND checked_in_at IS NOT NULL`,
    ),
    pairs<boolean>(
      'events',
      `SELECT event_id || ' ' || user_id AS pair, true AS value FROM event_invitations WHERE event_id = ANY ($1) AND invited`,
    ),
    pairs<boolean>(
      'payments',
      `SELECT DISTINCT event_id || ' ' || holder_id AS pair, true AS value FROM tickets WHERE event_id = ANY ($1) AND status IN ('VALID', 'USED', 'IN_RESALE')`,
    ),
    pairs<boolean>('social', `SELECT group_id || ' ' || user_id AS pair, true AS value FROM group_members WHERE active`, []),
  ]);
  const active = new Set(people.map(({ id }) => id));
  const answerOf = ({ id }: EventAtSource, userId: string) => answers.get(`${id} ${userId}`) ?? null;
  return {
    events,
    active,
    answerOf,
    rolesOf(event, userId) {
      const own = team.get(`${event.id} ${userId}`);
      const house = event.organizationId === null ? undefined : houses.get(`${event.organizationId} ${userId}`);
      return rolesOn({ ...event, team: own ? [{ userId, role: own }] : [] }, userId, house ?? null);
    },
    tiesOf: (event, userId) =>
      tiesOf({
        member: event.groupId !== null && members.has(`${event.groupId} ${userId}`),
        invited: invited.has(`${event.id} ${userId}`),
        answer: answerOf(event, userId),
        checkedIn: checkedIn.has(`${event.id} ${userId}`),
        holdsTickets: tickets.has(`${event.id} ${userId}`),
      }),
  };
}
