import { maySee, sightOf, type EventOnShow, type Tie } from '@marquee/schema/rules/event-visibility';
import type { City } from '../city';
import type { Invariant } from './invariant';

interface EventRow extends EventOnShow {
  id: string;
  creatorId: string;
  groupId: string | null;
}

const PEOPLE = 4;
const EVENTS = 14;

/** Who sees what is what the rule says of the sources, on every way to an event. */
export const sightInvariants: readonly Invariant[] = [
  {
    name: 'people see the events that the rule lets them see, and no others',
    async check(city) {
      const events = await city.rows<EventRow>(
        'events',
        `SELECT id, creator_id AS "creatorId", group_id AS "groupId", status::text, visibility::text, hidden, published_at IS NOT NULL AS "wasPublished"
         FROM events ORDER BY updated_at DESC LIMIT ${EVENTS}`,
      );
      const ties = await tiesOf(city, events);
      const odd: string[] = [];
      const offset = city.known.acknowledged.length;
      const active = city.known.people.filter((person) => !person.suspended && person.token);
      for (let n = 0; n < Math.min(PEOPLE, active.length); n++) {
        const person = active[(offset + n * 7) % active.length]!;
        const query = `{ ${events.map(({ id }, index) => `e${index}: event(id: "${id}") { id }`).join(' ')} }`;
        const answer = await city.post(person, query);
        if (answer.errors) {
          odd.push(`${person.username}: ${answer.errors[0]!.message}`);
          continue;
        }
        for (const [index, event] of events.entries()) {
          const sight = sightOf(event, { insider: event.creatorId === person.id, signedIn: true });
          const expected = maySee(sight, ties(person.id, event));
          const sees = answer.data[`e${index}`] !== null;
          if (sees !== expected)
            odd.push(
              `${person.username} ${sees ? 'sees' : 'does not see'} event ${event.id} (${event.status}, ${event.visibility}${event.hidden ? ', hidden' : ''})`,
            );
        }
      }
      return odd;
    },
  },
  {
    name: 'a session that has ended is over',
    async check(city) {
      const odd: string[] = [];
      for (const { token, why } of city.known.ended.slice(-20)) {
        const { data } = await city.post({ ...city.known.staff.admin, token }, '{ me { user { id } } }');
        if (data?.me) odd.push(`somebody acts with a session that was ${why}`);
      }
      return odd;
    },
  },
  {
    name: 'nothing is our fault',
    check: async (city) => city.known.faults.splice(0),
  },
];

async function tiesOf(city: City, events: readonly EventRow[]): Promise<(userId: string, event: EventRow) => Set<Tie>> {
  const ids = events.map(({ id }) => id);
  const pairs = async (database: 'events' | 'payments' | 'social', text: string) =>
    new Set((await city.rows<{ pair: string }>(database, text, [ids])).map(({ pair }) => pair));
  const [answers, invitations, orders] = await Promise.all([
    pairs(
      'events',
      `SELECT event_id || ' ' || user_id AS pair FROM attendances WHERE event_id = ANY ($1)
      AND (status IN ('INTERESTED', 'GOING', 'MAYBE', 'WAITLISTED', 'PENDING_APPROVAL') OR checked_in_at IS NOT NULL)`,
    ),
    pairs('events', `SELECT event_id || ' ' || user_id AS pair FROM event_invitations WHERE event_id = ANY ($1)`),
    pairs('payments', `SELECT event_id || ' ' || holder_id AS pair FROM tickets WHERE event_id = ANY ($1) AND status <> 'REFUNDED'`),
  ]);
  const members = new Set(
    (await city.rows<{ pair: string }>('social', `SELECT group_id || ' ' || user_id AS pair FROM group_members WHERE active`)).map(
      ({ pair }) => pair,
    ),
  );
  return (userId, event) => {
    const pair = `${event.id} ${userId}`;
    const ties = new Set<Tie>();
    if (answers.has(pair) || orders.has(pair)) ties.add('GUEST');
    if (invitations.has(pair)) ties.add('INVITED');
    if (event.groupId && members.has(`${event.groupId} ${userId}`)) ties.add('MEMBER');
    return ties;
  };
}
